package posthorn.ingress.blocklist;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which answers of a list count, as Postfix writes them: four parts with dots between them, each a
 * number or, in brackets, numbers and ranges with semicolons: {@code 127.0.0.[2..4;10]}.
 */
final class AnswerFilter {
    private static final int OCTETS = 4;
    private static final int OCTET = 256;
    private static final Pattern PART = Pattern.compile("\\G(\\d{1,3}|\\[[\\d;.]+\\])(\\.|$)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:\\.\\.(\\d{1,3}))?");

    private final List<BitSet> parts;

    private AnswerFilter(List<BitSet> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Every answer. */
    static AnswerFilter any() {
        List<BitSet> parts = new ArrayList<>();
        for (int i = 0; i < OCTETS; i++) {
            parts.add(range(0, OCTET - 1));
        }
        return new AnswerFilter(parts);
    }

    /**
     * Reads a filter.
     *
     * @throws IllegalArgumentException it is none
     */
    static AnswerFilter parse(String text) {
        List<BitSet> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            parts.add(part(part.group(1)));
        }
        if (parts.size() != OCTETS || text.endsWith(".")) {
            throw new IllegalArgumentException("'" + text + "' has not four parts");
        }
        return new AnswerFilter(parts);
    }

    private static BitSet part(String text) {
        BitSet octets = new BitSet(OCTET);
        String inner = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        for (String each : inner.split(";", -1)) {
            Matcher range = RANGE.matcher(each);
            if (!range.matches()) {
                throw new IllegalArgumentException("'" + each + "' is no number and no range");
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from > to || to >= OCTET) {
                throw new IllegalArgumentException("'" + each + "' is no range of octets");
            }
            octets.or(range(from, to));
        }
        return octets;
    }

    private static BitSet range(int from, int to) {
        BitSet octets = new BitSet(OCTET);
        octets.set(from, to + 1);
        return octets;
    }

    boolean matches(InetAddress answer) {
        byte[] octets = answer.getAddress();
        if (octets.length != OCTETS) {
            return false;
        }
        for (int i = 0; i < OCTETS; i++) {
            if (!parts.get(i).get(octets[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
