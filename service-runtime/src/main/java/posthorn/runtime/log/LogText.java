package posthorn.runtime.log;

import org.jspecify.annotations.Nullable;

/**
 * Text of strangers as it may stand in a log line, a trace or an answer for an operator: it cannot
 * begin a line, move a cursor, turn the direction of writing or fill a disk. Pure; any thread.
 */
public final class LogText {
    /** Characters that are kept at most. */
    public static final int LONGEST = 256;

    private static final char REPLACED = '?';

    private LogText() {}

    /**
     * The text with {@code ?} in the place of every control, format, separator, private and
     * unassigned character and of every lone surrogate (Unicode general categories Cc, Cf, Zl, Zp,
     * Co, Cn, Cs), cut behind {@value #LONGEST} characters with {@code …}.
     *
     * @param text null is logged as {@code -}
     */
    public static String clean(@Nullable String text) {
        return clean(text, LONGEST);
    }

    /** The same, cut behind {@code longest} characters: for what is recorded. */
    public static String clean(@Nullable String text, int longest) {
        if (text == null) {
            return "-";
        }
        if (text.length() <= longest && isPlain(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), longest) + 1);
        int at = 0;
        while (at < text.length() && clean.length() < longest) {
            int point = text.codePointAt(at);
            clean.appendCodePoint(isHarmless(point) ? point : REPLACED);
            at += Character.charCount(point);
        }
        return at < text.length() ? clean.append('…').toString() : clean.toString();
    }

    /** What an exception says, with its kind and its cause, cleaned. */
    public static String clean(Throwable problem) {
        Throwable cause = problem.getCause();
        return clean(cause == null ? problem.toString() : problem + " (" + cause + ")");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
