package posthorn.launcher.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxDecoder;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;

/**
 * Names in Maildir++: folders are directories beside {@code cur}, {@code .Lists.java} for {@code
 * Lists/java}, in modified UTF-7 (RFC 3501 §5.1.3); flags stand behind {@code :2,} in the names of
 * messages, and small letters there are numbers of keywords.
 */
final class MaildirNames {

    static final String INFO = ":2,";
    private static final int MOST_KEYWORDS = 26;

    /** Sorted by letter, as the format asks. */
    private static final Map<Character, String> FLAGS =
            new TreeMap<>(
                    Map.of(
                            'D', "\\Draft",
                            'F', "\\Flagged",
                            'P', "$Forwarded",
                            'R', "\\Answered",
                            'S', "\\Seen",
                            'T', "\\Deleted"));

    private MaildirNames() {}

    /** Name of a folder's directory; a dot within a level becomes {@code \2e}. */
    static String directory(String path) {
        StringBuilder name = new StringBuilder();
        for (String level : path.split("/", -1)) {
            name.append('.').append(escaped(BASE64MailboxEncoder.encode(level)));
        }
        return name.toString();
    }

    private static String escaped(String level) {
        return level.replace("\\", "\\5c").replace(".", "\\2e");
    }

    /** Path of a folder by the name of its directory. */
    static String path(String directory) {
        List<String> levels = new ArrayList<>();
        for (String level : directory.substring(1).split("\\.", -1)) {
            String plain = level.replace("\\2e", ".").replace("\\2E", ".").replace("\\5c", "\\");
            levels.add(decoded(plain).replace('/', '_'));
        }
        return String.join("/", levels);
    }

    private static String decoded(String level) {
        // Some programs write plain UTF-8.
        return level.chars().anyMatch(c -> c > 127) ? level : BASE64MailboxDecoder.decode(level);
    }

    /**
     * Letters for flags.
     *
     * @param keywords of the folder, by number; those that are missing are added
     * @return flags for which no letter is left are not among them
     */
    static String letters(List<String> flags, List<String> keywords) {
        StringBuilder capitals = new StringBuilder();
        FLAGS.forEach((letter, flag) -> {
            if (flags.stream().anyMatch(flag::equalsIgnoreCase)) {
                capitals.append(letter.charValue());
            }
        });
        StringBuilder small = new StringBuilder();
        for (String flag : flags) {
            if (FLAGS.values().stream().noneMatch(flag::equalsIgnoreCase)
                    && !flag.startsWith("\\")) {
                if (!keywords.contains(flag) && keywords.size() < MOST_KEYWORDS) {
                    keywords.add(flag);
                }
                int number = keywords.indexOf(flag);
                if (number >= 0) {
                    small.append((char) ('a' + number));
                }
            }
        }
        return capitals
                + small.chars()
                        .sorted()
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    /** Flags of a message by its name. */
    static List<String> flags(String fileName, List<String> keywords) {
        List<String> flags = new ArrayList<>();
        int info = fileName.lastIndexOf(INFO);
        String letters = info < 0 ? "" : fileName.substring(info + INFO.length());
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            String flag = FLAGS.get(letter);
            int keyword = letter - 'a';
            if (flag != null) {
                flags.add(flag);
            } else if (keyword >= 0
                    && keyword < keywords.size()
                    && !keywords.get(keyword).isEmpty()) {
                flags.add(keywords.get(keyword));
            }
        }
        return flags;
    }

    /** Name of a message without its flags. */
    static String base(String fileName) {
        int info = fileName.lastIndexOf(INFO);
        return info < 0 ? fileName : fileName.substring(0, info);
    }
}
