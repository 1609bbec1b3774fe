package posthorn.protocol.mime;

/**
 * A string that is looked for without regard to case: both sides are folded character by character
 * (Unicode simple case folding), so that a match is as long as the term. Accents matter.
 */
public final class SearchTerm {
    private final String folded;

    private SearchTerm(String folded) {
        this.folded = folded;
    }

    /** Term of a text; an empty one is in every text. */
    public static SearchTerm of(String text) {
        return new SearchTerm(fold(text));
    }

    /** Whether the text contains the term. */
    public boolean isIn(String text) {
        return folded.isEmpty() || fold(text).contains(folded);
    }

    /** Whether the term is empty. */
    public boolean isEmpty() {
        return folded.isEmpty();
    }

    private static String fold(String text) {
        int[] codePoints = text.codePoints().map(SearchTerm::fold).toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    private static int fold(int codePoint) {
        if (codePoint < 128) {
            return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
        }
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }
}
