package posthorn.imap.grammar;

/**
 * The announcement of a literal at the end of a line: {@code "{" number ["+"] "}"} (RFC 3501 §4.3,
 * RFC 7888 §4).
 */
final class Literals {

    private Literals() {}

    /** Position of the opening brace; -1: the line announces none. */
    static int announcement(byte[] in, int from, int to) {
        int at = to - 1;
        if (at < from || in[at] != '}') {
            return -1;
        }
        at--;
        if (at >= from && in[at] == '+') {
            at--;
        }
        int digits = at;
        while (at >= from && in[at] >= '0' && in[at] <= '9') {
            at--;
        }
        return at >= from && at < digits && in[at] == '{' ? at : -1;
    }

    /** Octets announced; {@link Long#MAX_VALUE} when there are more than that. */
    static long size(byte[] in, int brace, int to) {
        long size = 0;
        for (int i = brace + 1; i < to && in[i] >= '0' && in[i] <= '9'; i++) {
            int digit = in[i] - '0';
            if (size > (Long.MAX_VALUE - digit) / 10) {
                return Long.MAX_VALUE;
            }
            size = 10 * size + digit;
        }
        return size;
    }
}
