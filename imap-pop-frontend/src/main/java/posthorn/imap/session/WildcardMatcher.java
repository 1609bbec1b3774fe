package posthorn.imap.session;

import java.util.HashMap;
import java.util.Map;

/**
 * One pattern with {@code *} and {@code %}, tried on names in one pass each: all places of the
 * pattern that a name may have reached are kept as the bits of a set, so that the time is that of
 * the name, times the 64th part of the pattern, whatever the wildcards. A run of wildcards is one.
 */
final class WildcardMatcher {

    private final String pattern;
    private final long[] none;

    /** Places whose character is this one. */
    private final Map<Character, long[]> literals = new HashMap<>();

    /** Places at which any character, or any but the delimiter, is passed over. */
    private final long[] stars;

    private final long[] wildcards;

    WildcardMatcher(String written) {
        this.pattern = collapsed(written);
        this.none = words();
        this.stars = words();
        this.wildcards = words();
        for (int place = 0; place < pattern.length(); place++) {
            char c = pattern.charAt(place);
            if (c == '*' || c == '%') {
                set(wildcards, place);
            } else {
                set(literals.computeIfAbsent(c, any -> words()), place);
            }
            if (c == '*') {
                set(stars, place);
            }
        }
    }

    /** Next to a star any other wildcard says nothing, and neither does a second percent sign. */
    private static String collapsed(String written) {
        StringBuilder pattern = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            int last = pattern.length() - 1;
            boolean joins = last >= 0 && isWildcard(c) && isWildcard(pattern.charAt(last));
            if (!joins) {
                pattern.append(c);
            } else if (c == '*') {
                pattern.setCharAt(last, c);
            }
        }
        return pattern.toString();
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '%';
    }

    private long[] words() {
        return new long[pattern.length() / Long.SIZE + 1];
    }

    private static void set(long[] bits, int place) {
        bits[place / Long.SIZE] |= 1L << place % Long.SIZE;
    }

    /**
     * Whether the pattern matches the whole name.
     *
     * @param anyCase so many characters of the name, which are capitals, match in any case
     */
    boolean matches(String name, int anyCase) {
        long[] reached = words();
        set(reached, 0);
        skipWildcards(reached);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            long[] same = literals.getOrDefault(c, none);
            long[] small =
                    i < anyCase ? literals.getOrDefault(Character.toLowerCase(c), none) : none;
            step(reached, same, small, c == '/' ? stars : wildcards);
            skipWildcards(reached);
        }
        int end = pattern.length();
        return (reached[end / Long.SIZE] >> end % Long.SIZE & 1) != 0;
    }

    /** A character is passed over by a wildcard, or leads to the place behind its like. */
    private static void step(long[] reached, long[] same, long[] small, long[] passing) {
        long carry = 0;
        for (int word = 0; word < reached.length; word++) {
            long moved = reached[word] & (same[word] | small[word]);
            reached[word] = (reached[word] & passing[word]) | (moved << 1) | carry;
            carry = moved >>> (Long.SIZE - 1);
        }
    }

    /** A wildcard may also stand for nothing. */
    private void skipWildcards(long[] reached) {
        long carry = 0;
        for (int word = 0; word < reached.length; word++) {
            long moved = reached[word] & wildcards[word];
            reached[word] |= (moved << 1) | carry;
            carry = moved >>> (Long.SIZE - 1);
        }
    }
}
