package posthorn.protocol.dkim;

/**
 * Octets in a tag that the syntax of tags has no room for (RFC 6376 §2.11).
 *
 * <pre>
 * dkim-quoted-printable = *(FWS / hex-octet / dkim-safe-char)
 * hex-octet             = "=" 2HEXDIG
 * dkim-safe-char        = %x21-3A / %x3C / %x3E-7E
 * </pre>
 */
final class DkimQuotedPrintable {
    private static final String HEX = "0123456789ABCDEF";

    private DkimQuotedPrintable() {}

    /** Octets without white space. An {@code =} that no two hex digits follow stands for itself. */
    static String decode(String compact) {
        StringBuilder out = new StringBuilder(compact.length());
        for (int i = 0; i < compact.length(); i++) {
            char octet = compact.charAt(i);
            int value = octet == '=' && i + 2 < compact.length() ? hex(compact, i + 1) : -1;
            out.append(value < 0 ? octet : (char) value);
            i += value < 0 ? 0 : 2;
        }
        return out.toString();
    }

    static String encode(String octets) {
        StringBuilder out = new StringBuilder(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            char octet = octets.charAt(i);
            boolean safe = octet > ' ' && octet < 127 && octet != ';' && octet != '=';
            if (safe) {
                out.append(octet);
            } else {
                out.append('=').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
            }
        }
        return out.toString();
    }

    private static int hex(String octets, int at) {
        int high = Character.digit(octets.charAt(at), 16);
        int low = Character.digit(octets.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
