package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A Kubernetes resource as YAML.
 *
 * @param text as it stands in its file, with its comments
 * @param node what it says
 */
record Document(String text, JsonNode node) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All documents of a text; empty ones are left out. */
    static List<Document> parse(String yaml) {
        List<Document> documents = new ArrayList<>();
        for (String text : yaml.split("(?m)^---$")) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (read != null) {
                documents.add(new Document(text.strip() + "\n", json(read)));
            }
        }
        return documents;
    }

    /** All documents of a file. */
    static List<Document> read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** Numbers are as small as they can be, so that equal ones are equal. */
    private static JsonNode json(Object read) {
        try {
            return JSON.readTree(JSON.writeValueAsString(read));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String kind() {
        return node.path("kind").asText();
    }

    String apiVersion() {
        return node.path("apiVersion").asText();
    }

    String name() {
        return node.at("/metadata/name").asText();
    }

    /** What tells it from all others of an installation. */
    String id() {
        return kind() + " " + name();
    }

    /** What documents say, by their ids. */
    static Map<String, JsonNode> byId(List<Document> documents) {
        Map<String, JsonNode> nodes = new TreeMap<>();
        for (Document document : documents) {
            if (nodes.put(document.id(), document.node()) != null) {
                throw new IllegalStateException("twice: " + document.id());
            }
        }
        return nodes;
    }
}
