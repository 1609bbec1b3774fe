package posthorn.protocol.spf;

/** What can be asked of DNS (RFC 7208 §4.3, RFC 1035 §2.3.4). */
final class DomainSyntax {
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    private DomainSyntax() {}

    /** Whether no label is empty or too long. */
    static boolean isName(String domain) {
        if (domain.isEmpty() || domain.length() > LONGEST_NAME) {
            return false;
        }
        int from = 0;
        while (from <= domain.length()) {
            int dot = domain.indexOf('.', from);
            int end = dot < 0 ? domain.length() : dot;
            if (end == from || end - from > LONGEST_LABEL) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    /** Whether it is a name of at least two labels, and no address literal. */
    static boolean isQualified(String domain) {
        return isName(domain) && domain.indexOf('.') > 0 && domain.charAt(0) != '[';
    }
}
