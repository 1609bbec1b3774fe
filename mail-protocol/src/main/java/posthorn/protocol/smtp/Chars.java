package posthorn.protocol.smtp;

/** Character classes of RFC 5321 §4.1.2 and RFC 5234 §B.1, widened by RFC 6531 §3.3. */
final class Chars {
    private static final String ATEXT_SYMBOLS = "!#$%&'*+-/=?^_`{|}~";

    private Chars() {}

    /** Whether no character is above 127. */
    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** UTF8-non-ascii (RFC 6531 §3.3), without the control characters above 127. */
    static boolean isUnicode(char c) {
        return c > 0x9f && c < 0xfffe && c != 0x2028 && c != 0x2029 && c != 0xfeff;
    }

    static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetDig(char c) {
        return isAlpha(c) || isDigit(c) || isUnicode(c);
    }

    /** RFC 5322 §3.2.3. */
    static boolean isAtext(char c) {
        return isLetDig(c) || ATEXT_SYMBOLS.indexOf(c) >= 0;
    }

    /** qtextSMTP (RFC 5321 §4.1.2): may stand in quotes without a backslash. */
    static boolean isQtext(char c) {
        return isUnicode(c) || (c >= 0x20 && c <= 0x7e && c != '"' && c != '\\');
    }

    /** May stand behind a backslash in quotes. */
    static boolean isQuotable(char c) {
        return c >= 0x20 && c <= 0x7e;
    }

    /** dcontent (RFC 5321 §4.1.3): may stand in an address literal. */
    static boolean isDcontent(char c) {
        return (c >= 33 && c <= 90) || (c >= 94 && c <= 126);
    }

    /** May stand in the value of a parameter (RFC 5321 §4.1.2 esmtp-value, RFC 6531 §3.3). */
    static boolean isParameterValue(char c) {
        return isUnicode(c) || (c >= 33 && c <= 126 && c != '=');
    }

    /** Printable ASCII and spaces alone (RFC 3461 §4.2, §4.4). */
    static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
    }

    /** May stand in free text such as NOOP's argument. */
    static boolean isText(char c) {
        return isUnicode(c) || c == '\t' || (c >= 0x20 && c <= 0x7e);
    }
}
