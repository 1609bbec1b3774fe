package posthorn.launcher.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The small files beside the messages of a Maildir: keywords, subscriptions, special uses. */
final class MaildirFiles {

    private static final String KEYWORDS = "dovecot-keywords";
    private static final String SUBSCRIPTIONS = "subscriptions";

    /** Maildir has no place for it; this file is ours. */
    private static final String SPECIAL_USES = "posthorn-special-uses";

    private MaildirFiles() {}

    /** Keywords of a folder by number; gaps are empty. */
    static List<String> keywords(Path folder) throws IOException {
        var numbered = new TreeMap<Integer, String>();
        for (String line : lines(folder.resolve(KEYWORDS))) {
            int space = line.indexOf(' ');
            if (space > 0 && line.substring(0, space).matches("\\d{1,2}")) {
                numbered.put(Integer.parseInt(line.substring(0, space)), line.substring(space + 1));
            }
        }
        List<String> keywords = new ArrayList<>();
        numbered.forEach((number, keyword) -> {
            while (keywords.size() < number) {
                keywords.add("");
            }
            keywords.add(keyword);
        });
        return keywords;
    }

    static void keywords(Path folder, List<String> keywords) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < keywords.size(); i++) {
            lines.add(i + " " + keywords.get(i));
        }
        if (!lines.isEmpty()) {
            write(folder.resolve(KEYWORDS), lines);
        }
    }

    /** Subscribed paths, in Dovecot's file of either version. */
    static Set<String> subscriptions(Path root) throws IOException {
        Set<String> paths = new TreeSet<>();
        List<String> lines = lines(root.resolve(SUBSCRIPTIONS));
        boolean second = !lines.isEmpty() && lines.getFirst().startsWith("V\t2");
        for (String line : second ? lines.subList(1, lines.size()) : lines) {
            if (!line.isEmpty()) {
                String name = second ? line.replace('\t', '.') : line;
                paths.add(MaildirNames.path("." + name));
            }
        }
        return paths;
    }

    static void subscriptions(Path root, Set<String> paths) throws IOException {
        write(
                root.resolve(SUBSCRIPTIONS),
                paths.stream().map(path -> MaildirNames.directory(path).substring(1)).toList());
    }

    /** Lines of attribute, tab and path. */
    static Map<String, String> specialUses(Path root) throws IOException {
        Map<String, String> uses = new TreeMap<>();
        for (String line : lines(root.resolve(SPECIAL_USES))) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                uses.put(line.substring(tab + 1), line.substring(0, tab));
            }
        }
        return uses;
    }

    static void specialUses(Path root, Map<String, String> uses) throws IOException {
        write(
                root.resolve(SPECIAL_USES),
                uses.entrySet().stream()
                        .map(each -> each.getValue() + "\t" + each.getKey())
                        .toList());
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, lines, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
