package posthorn.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit items of the page at most, 1 to {@link #MOST}
 * @param after the key of the last item of the page before; empty: the first page
 */
public record PageRequest(int limit, String after) {

    /** Items of a page at most. */
    public static final int MOST = 1000;

    /** Items of a page where the client says nothing. */
    public static final int USUAL = 100;

    private static final int LONGEST_CURSOR = 4096;

    /**
     * The page that the parameters of a query ask for.
     *
     * @param limit {@code ?limit=}; null or empty: {@link #USUAL}
     * @param cursor {@code ?cursor=}, as {@link Page#next} gave it; null or empty: the first page
     * @throws ProblemException when one of them is none
     */
    public static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                limit == null || limit.isEmpty() ? USUAL : limit(limit),
                cursor == null || cursor.isEmpty() ? "" : decoded(cursor));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw Problem.of(
                        ProblemCode.INVALID,
                        "limit is no number from 1 to " + MOST + ".",
                        "Use 1 to " + MOST + ", and go on with next as cursor.")
                .exception();
    }

    /** How many items to ask the store for, so that it shows whether there is another page. */
    public int oneMore() {
        return limit + 1;
    }

    static String encoded(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            if (cursor.length() <= LONGEST_CURSOR) {
                return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException none) {
            // Told below.
        }
        throw Problem.of(
                        ProblemCode.INVALID_CURSOR,
                        "cursor is none that a list gave.",
                        "Give the next of the page before, or leave it out to begin anew.")
                .exception();
    }
}
