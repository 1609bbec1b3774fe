package posthorn.e2e.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code mail-protocol/rfc/index.txt} is held by what is tested: a "yes" by a transcript or golden
 * file that names the RFC, or by the test that the line names.
 */
class RfcIndexTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern LINE =
            Pattern.compile(
                    "(?<rfc>\\d{3,4}) · (?<status>yes|partial|no) · (?<title>[^\\[{]+)(?<note> \\[.+\\])?( \\{(?<test>\\w+)\\})?");
    private static final Pattern TAG = Pattern.compile("# RFCs: (\\d{3,4}(?: \\d{3,4})*)");

    @Test
    void everyLineSaysNumberStatusAndTitle() throws IOException {
        List<String> bad = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>();
        for (String line : lines()) {
            Matcher entry = LINE.matcher(line);
            if (!entry.matches()
                    || !seen.add(entry.group("rfc"))
                    || (entry.group("status").equals("partial") && entry.group("note") == null)) {
                bad.add(line);
            }
        }
        assertEquals(
                List.of(), bad, "not a line of the index, there twice, or partial without a note");
        assertTrue(seen.size() > 40, seen.toString());
    }

    @Test
    void everyYesIsHeldByATranscriptOrATest() throws IOException {
        Map<String, Set<String>> transcripts = transcripts();
        TreeSet<String> unheld = new TreeSet<>();
        for (String line : lines()) {
            Matcher entry = LINE.matcher(line);
            if (entry.matches() && entry.group("status").equals("yes")) {
                String rfc = entry.group("rfc");
                String test = entry.group("test");
                if (test == null ? !transcripts.containsKey(rfc) : !tested(test, rfc)) {
                    unheld.add(line);
                }
            }
        }
        assertEquals(new TreeSet<String>(), unheld, "said to be supported, and held by nothing");
    }

    @Test
    void everyRfcThatATranscriptNamesIsInTheIndexAndNotDenied() throws IOException {
        TreeSet<String> claimed = new TreeSet<>();
        for (String line : lines()) {
            Matcher entry = LINE.matcher(line);
            if (entry.matches() && !entry.group("status").equals("no")) {
                claimed.add(entry.group("rfc"));
            }
        }
        Map<String, Set<String>> transcripts = transcripts();
        assertFalse(transcripts.isEmpty());
        transcripts.keySet().removeAll(claimed);
        assertEquals(Map.of(), transcripts);
    }

    @Test
    void everyTagIsWrittenAsItIsRead() throws IOException {
        TreeSet<String> bad = new TreeSet<>();
        for (Path file : files()) {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
                if (line.matches("#\\s*RFCs?\\s*:.*") && !TAG.matcher(line).matches()) {
                    bad.add(file + ": " + line);
                }
            }
        }
        assertEquals(new TreeSet<String>(), bad);
    }

    private static boolean tested(String test, String rfc) throws IOException {
        try (Stream<Path> sources = sources("src/test/java")) {
            for (Path source : sources.filter(p -> p.endsWith(test + ".java")).toList()) {
                if (Files.readString(source).contains(rfc)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Files that name an RFC, by its number. */
    private static Map<String, Set<String>> transcripts() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Path file : files()) {
            for (String line :
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
                Matcher tag = TAG.matcher(line);
                if (tag.matches()) {
                    for (String rfc : tag.group(1).split(" ")) {
                        found.computeIfAbsent(rfc, key -> new TreeSet<>())
                                .add(String.valueOf(file.getFileName()));
                    }
                }
            }
        }
        return found;
    }

    /** Transcripts and golden files of all modules. */
    private static List<Path> files() throws IOException {
        try (Stream<Path> all = sources("src/test/resources")) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Stream<Path> sources(String folder) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path module : modules()) {
            Path sources = module.resolve(folder);
            if (Files.isDirectory(sources)) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.forEach(found::add);
                }
            }
        }
        return found.stream();
    }

    private static List<Path> modules() throws IOException {
        List<Path> modules = new ArrayList<>();
        for (Path parent : List.of(ROOT, ROOT.resolve("deploy"))) {
            try (Stream<Path> folders = Files.list(parent)) {
                folders.filter(f -> Files.exists(f.resolve("pom.xml"))).forEach(modules::add);
            }
        }
        return modules;
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(ROOT.resolve("mail-protocol/rfc/index.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
