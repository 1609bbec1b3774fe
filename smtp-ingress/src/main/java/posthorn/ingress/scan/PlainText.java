package posthorn.ingress.scan;

/** What programs say, as it may stand in replies, fields and logs. */
final class PlainText {
    private static final int LONGEST = 200;

    private PlainText() {}

    /** Printable ASCII, cut. */
    static String of(String text) {
        return of(text, LONGEST);
    }

    static String of(String text, int longest) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), longest); i++) {
            char c = text.charAt(i);
            plain.append(c < ' ' || c > '~' ? '?' : c);
        }
        return plain.toString();
    }
}
