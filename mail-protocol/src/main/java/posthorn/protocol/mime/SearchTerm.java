package posthorn.protocol.mime;

/**
 * A string that is looked for without regard to case: both sides are folded character by character
 * (Unicode simple case folding), so that a match is as long as the term. Accents matter.
 *
 * <p>The text is read once, from its start to the end of the first match, whatever text and term
 * hold (Knuth, Morris and Pratt): the work is linear in their lengths together.
 */
public final class SearchTerm {
    private final int[] folded;

    /**
     * For each prefix of the term, the length of its longest border: where to go on after a miss.
     */
    private final int[] borders;

    private SearchTerm(int[] folded) {
        this.folded = folded;
        this.borders = borders(folded);
    }

    /** Term of a text; an empty one is in every text. */
    public static SearchTerm of(String text) {
        return new SearchTerm(text.codePoints().map(SearchTerm::fold).toArray());
    }

    /** Whether the text contains the term. */
    public boolean isIn(String text) {
        int matched = 0;
        int at = 0;
        while (matched < folded.length && at < text.length()) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            matched = next(matched, fold(codePoint));
        }
        return matched == folded.length;
    }

    /** Whether the term is empty. */
    public boolean isEmpty() {
        return folded.length == 0;
    }

    private int next(int matched, int codePoint) {
        int prefix = matched;
        while (prefix > 0 && folded[prefix] != codePoint) {
            prefix = borders[prefix - 1];
        }
        return folded[prefix] == codePoint ? prefix + 1 : 0;
    }

    private static int[] borders(int[] term) {
        int[] borders = new int[term.length];
        int border = 0;
        for (int i = 1; i < term.length; i++) {
            while (border > 0 && term[border] != term[i]) {
                border = borders[border - 1];
            }
            border += term[border] == term[i] ? 1 : 0;
            borders[i] = border;
        }
        return borders;
    }

    private static int fold(int codePoint) {
        if (codePoint < 128) {
            return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + 32 : codePoint;
        }
        return Character.toLowerCase(Character.toUpperCase(codePoint));
    }
}
