package posthorn.e2e.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the code is there: classes, records of the wire, files. */
class DesignDocTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern CLASS_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
    private static final Pattern FILE_NAME =
            Pattern.compile("(?:[A-Za-z0-9_.-]+/)+[A-Za-z0-9_.-]*[A-Za-z0-9_]|[A-Z]+\\.md|LICENSE");
    private static final Pattern MESSAGE =
            Pattern.compile("^(?:message|enum|service) (\\w+)", Pattern.MULTILINE);

    @Test
    void everyClassThatADocumentNamesExists() throws IOException {
        Set<String> known = classes();
        known.addAll(messages());
        TreeSet<String> unknown = new TreeSet<>();
        int count = 0;
        for (Path document : documents()) {
            for (String code : code(document)) {
                String name = code.split("[.#(]", 2)[0];
                if (CLASS_NAME.matcher(name).matches()) {
                    count++;
                    if (!known.contains(name)) {
                        unknown.add(document.getFileName() + ": " + name);
                    }
                }
            }
        }
        assertTrue(count > 60, "only " + count + " names: something is not read");
        assertEquals(new TreeSet<String>(), unknown);
    }

    @Test
    void everyFileThatADocumentNamesExists() throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        int count = 0;
        for (Path document : documents()) {
            for (String code : code(document)) {
                if (FILE_NAME.matcher(code).matches() && isOurs(code)) {
                    count++;
                    if (!Files.exists(ROOT.resolve(code))) {
                        missing.add(document.getFileName() + ": " + code);
                    }
                }
            }
        }
        assertTrue(count > 5, "only " + count + " files: something is not read");
        assertEquals(new TreeSet<String>(), missing);
    }

    /** What is written by the build, or is a pattern for many files, is not looked for. */
    private static boolean isOurs(String file) {
        return !file.startsWith("target/") && !file.startsWith("src/") && !file.contains("*");
    }

    private static List<Path> documents() {
        return List.of(
                ROOT.resolve("docs/design.md"),
                ROOT.resolve("CONTRIBUTING.md"),
                ROOT.resolve("SECURITY.md"));
    }

    private static List<String> code(Path document) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher code = CODE.matcher(Files.readString(document));
        while (code.find()) {
            found.add(code.group(1));
        }
        return found;
    }

    private static Set<String> classes() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources(".java")) {
            String file = String.valueOf(source.getFileName());
            names.add(file.substring(0, file.length() - ".java".length()));
        }
        return names;
    }

    private static Set<String> messages() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path source : sources(".proto")) {
            Matcher message = MESSAGE.matcher(Files.readString(source, StandardCharsets.UTF_8));
            while (message.find()) {
                names.add(message.group(1));
            }
        }
        return names;
    }

    private static List<Path> sources(String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path parent : List.of(ROOT, ROOT.resolve("deploy"))) {
            try (Stream<Path> modules = Files.list(parent)) {
                for (Path module :
                        modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
                    if (Files.isDirectory(module.resolve("src"))) {
                        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                            files.filter(file -> file.toString().endsWith(ending))
                                    .forEach(found::add);
                        }
                    }
                }
            }
        }
        return found;
    }
}
