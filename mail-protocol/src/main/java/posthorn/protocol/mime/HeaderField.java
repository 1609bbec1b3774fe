package posthorn.protocol.mime;

import java.util.Locale;

/**
 * One field of a header, as a range of the octets it was found in (RFC 5322 §2.2). A line without a
 * colon is a field too, with an empty name, so that every octet of a header belongs to one field.
 */
public final class HeaderField {
    private final byte[] in;
    private final int start;
    private final int colon;
    private final int end;

    /**
     * @param colon index of the colon, or {@code start - 1} when there is none
     */
    HeaderField(byte[] in, int start, int colon, int end) {
        this.in = in;
        this.start = start;
        this.colon = colon;
        this.end = end;
    }

    /** Index of the first octet of the name. */
    public int start() {
        return start;
    }

    /** Index after the line break that ends the field. */
    public int end() {
        return end;
    }

    /** Field name (octets) without white space before the colon; empty: the line has no colon. */
    public String name() {
        return OctetString.of(in, start, nameEnd());
    }

    /** Whether this is the field of that name; case does not matter. */
    public boolean is(String name) {
        int length = name.length();
        if (nameEnd() - start != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(in[start + i]) != lower((byte) name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Field body (octets), unfolded, without white space at both ends, without CR and NUL, which no
     * field may hold.
     */
    public String value() {
        return value(Integer.MAX_VALUE);
    }

    /** The whole field (octets) as it came, with its line breaks. */
    public String octets() {
        return OctetString.of(in, start, end);
    }

    /** What stands after the colon (octets), as it came, with its line breaks. */
    public String rawValue() {
        return OctetString.of(in, Math.max(colon + 1, start), end);
    }

    /** As {@link #value()}, of at most {@code limit} octets of the field. */
    String value(int limit) {
        int from = colon + 1;
        int to = (int) Math.min(end, (long) from + limit);
        while (from < to && isSpace(in[from])) {
            from++;
        }
        while (to > from && isSpace(in[to - 1])) {
            to--;
        }
        StringBuilder value = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            byte octet = in[i];
            if (octet != '\r' && octet != '\n' && octet != 0) {
                value.append((char) (octet & 0xff));
            }
        }
        return value.toString();
    }

    /** Octets of the value as it is counted against limits: the length of the field. */
    int length() {
        return end - start;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT) + ": " + value();
    }

    private int nameEnd() {
        int nameEnd = Math.max(colon, start);
        while (nameEnd > start && isSpace(in[nameEnd - 1])) {
            nameEnd--;
        }
        return nameEnd;
    }

    static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n' || octet == 0;
    }

    static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }
}
