package posthorn.protocol.explanation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A data file beside the classes: UTF-8, lines, those with {@code #} in front are comments.
 *
 * @param name for messages about what is wrong with it
 * @param lines without comments and empty lines
 */
record CatalogueFile(String name, List<String> lines) {

    CatalogueFile {
        lines = List.copyOf(lines);
    }

    static CatalogueFile named(String name) {
        try (InputStream in =
                Objects.requireNonNull(CatalogueFile.class.getResourceAsStream(name), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new CatalogueFile(
                    name,
                    text.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Sections that begin with {@code [name]} and hold lines {@code key: text}, in order. */
    Map<String, Map<String, String>> sections() {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> open = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("[") && line.endsWith("]")) {
                open = new LinkedHashMap<>();
                if (sections.put(line.substring(1, line.length() - 1), open) != null) {
                    throw wrong(line);
                }
                continue;
            }
            int colon = line.indexOf(": ");
            if (colon < 0
                    || sections.isEmpty()
                    || open.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
                throw wrong(line);
            }
        }
        return Collections.unmodifiableMap(sections);
    }

    IllegalStateException wrong(String line) {
        return new IllegalStateException(name + ": " + line);
    }
}
