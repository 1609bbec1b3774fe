package posthorn.launcher.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Flags in header fields, as mbox has them: {@code Status}, {@code X-Status}, {@code X-Keywords}.
 * They are no part of the message.
 */
final class MboxFields {

    /** What our own files say of a message: how its lines ended, and how long it was. */
    static final String OURS = "X-Posthorn-Mbox";

    private static final List<String> NAMES =
            List.of(
                    "status",
                    "x-status",
                    "x-keywords",
                    "x-uid",
                    "x-imap",
                    "x-imapbase",
                    "content-length",
                    "lines",
                    OURS.toLowerCase(Locale.ROOT));

    private static final Map<Character, String> STATUS = Map.of('R', "\\Seen");
    private static final Map<Character, String> X_STATUS =
            Map.of(
                    'A', "\\Answered",
                    'F', "\\Flagged",
                    'D', "\\Deleted",
                    'T', "\\Draft");

    private MboxFields() {}

    /** Name of the field of a line in lower case; empty: it begins none. */
    static String name(String line) {
        int colon = line.indexOf(':');
        return colon <= 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether a field is no part of the message. */
    static boolean isOurs(String name) {
        return NAMES.contains(name);
    }

    /** Lines of the fields. */
    static List<String> lines(List<String> flags) {
        StringBuilder status = new StringBuilder();
        StringBuilder more = new StringBuilder();
        List<String> keywords = new ArrayList<>();
        for (String flag : flags) {
            if (flag.equalsIgnoreCase("\\Seen")) {
                status.append('R');
            } else if (flag.startsWith("\\")) {
                X_STATUS.forEach((letter, name) -> {
                    if (name.equalsIgnoreCase(flag)) {
                        more.append(letter.charValue());
                    }
                });
            } else {
                keywords.add(flag);
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("Status: " + status + "O");
        if (!more.isEmpty()) {
            lines.add("X-Status: " + more);
        }
        if (!keywords.isEmpty()) {
            lines.add("X-Keywords: " + String.join(" ", keywords));
        }
        return lines;
    }

    /** Adds the flags of a field. */
    static void add(String name, String value, List<String> flags) {
        switch (name) {
            case "status" -> letters(value, STATUS, flags);
            case "x-status" -> letters(value, X_STATUS, flags);
            case "x-keywords" -> {
                for (String keyword : value.strip().split("[ ,]+", -1)) {
                    if (!keyword.isEmpty()) {
                        flags.add(keyword);
                    }
                }
            }
            default -> {
                // Says nothing of flags.
            }
        }
    }

    private static void letters(String value, Map<Character, String> names, List<String> flags) {
        for (int i = 0; i < value.length(); i++) {
            String flag = names.get(value.charAt(i));
            if (flag != null) {
                flags.add(flag);
            }
        }
    }
}
