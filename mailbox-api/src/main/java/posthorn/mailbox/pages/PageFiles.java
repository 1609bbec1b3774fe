package posthorn.mailbox.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files that the build made of the pages, held in memory: some hundred kilobytes. Their names
 * have a hash of what is in them, and so a name never stands for anything else.
 */
final class PageFiles {

    /** What esbuild wrote, and of which source ("metafile" in its documentation). */
    private static final String OUTPUTS = "outputs.json";

    private final Map<String, PageFile> files;
    private final PageFile index;

    private PageFiles(Map<String, PageFile> files, PageFile index) {
        this.files = Map.copyOf(files);
        this.index = index;
    }

    /** Reads them from beside this class; fails when the build has made none. */
    static PageFiles load() {
        try {
            JsonNode outputs = new ObjectMapper().readTree(read(OUTPUTS)).path("outputs");
            String html = new String(read("index.html"), StandardCharsets.UTF_8);
            Map<String, PageFile> files = new HashMap<>();
            for (Map.Entry<String, JsonNode> output : outputs.properties()) {
                String name = output.getKey().substring(output.getKey().lastIndexOf('/') + 1);
                files.put(name, PageFile.of(name, read(name)));
                String source = output.getValue().path("entryPoint").asText("");
                html = html.replace("{{" + source + "}}", name);
            }
            byte[] index = html.getBytes(StandardCharsets.UTF_8);
            return new PageFiles(files, PageFile.of("index.html", index));
        } catch (IOException e) {
            throw new UncheckedIOException("the pages were not built", e);
        }
    }

    /** The page that loads all the others. */
    PageFile index() {
        return index;
    }

    /** What it loads; empty: there is no file of this name. */
    Optional<PageFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no " + name);
            }
            return in.readAllBytes();
        }
    }
}
