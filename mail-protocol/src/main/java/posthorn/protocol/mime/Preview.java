package posthorn.protocol.mime;

/** The first words of a text. */
final class Preview {
    /** Chars of a preview (RFC 8970 §3.1). */
    static final int MAX_CHARS = 256;

    /** Encoded octets of a part that are looked at. */
    static final int MAX_OCTETS = 64 * 1024;

    private Preview() {}

    static String of(String text) {
        String own = collapsed(text, false);
        return own.isEmpty() ? collapsed(text, true) : own;
    }

    private static String collapsed(String text, boolean quoted) {
        StringBuilder words = new StringBuilder();
        int from = 0;
        while (from < text.length() && words.length() <= MAX_CHARS) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            if (quoted || text.charAt(from) != '>') {
                append(text, from, next, words);
            }
            from = next;
        }
        return cut(words);
    }

    private static void append(String text, int from, int to, StringBuilder words) {
        boolean space = true;
        for (int i = from; i < to && words.length() <= MAX_CHARS + 1; i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                space = true;
            } else if (!isInvisible(c)) {
                if (space && !words.isEmpty()) {
                    words.append(' ');
                }
                space = false;
                words.append(c);
            }
        }
    }

    private static String cut(StringBuilder words) {
        int length = Math.min(words.length(), MAX_CHARS);
        boolean splits = length > 0 && Character.isHighSurrogate(words.charAt(length - 1));
        return words.substring(0, splits ? length - 1 : length).strip();
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Controls, and the fillers that newsletters hide their previews with. */
    private static boolean isInvisible(char c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || c == '\u034f';
    }
}
