package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that deploy Posthorn, read. */
final class Manifests {

    static final Path ROOT = Path.of("..", "..");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifests() {}

    /** {@code deploy/compose.yaml}, with what it merges. */
    static JsonNode compose() throws IOException {
        return documents(ROOT.resolve("deploy/compose.yaml")).getFirst();
    }

    /** All documents of a kind in {@code k8s/base}. */
    static List<JsonNode> documents(String kind) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("k8s/base"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                documents(file).stream()
                        .filter(document -> document.path("kind").asText().equals(kind))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Anchors, aliases and merges are replaced by what they stand for. */
    private static List<JsonNode> documents(Path file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(file)) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                documents.add(JSON.valueToTree(document));
            }
        }
        return documents;
    }
}
