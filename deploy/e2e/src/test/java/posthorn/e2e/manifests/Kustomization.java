package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder with a {@code kustomization.yaml} that has resources and JSON 6902 patches, and nothing
 * else that kustomize knows.
 */
final class Kustomization {

    private Kustomization() {}

    /** What {@code kubectl kustomize} would print, by id. */
    static Map<String, JsonNode> build(Path folder) throws IOException {
        JsonNode file = Document.read(folder.resolve("kustomization.yaml")).getFirst().node();
        file.fieldNames()
                .forEachRemaining(field -> {
                    switch (field) {
                        case "apiVersion", "kind", "resources", "patches" -> {}
                        default -> throw new IllegalStateException("not known here: " + field);
                    }
                });
        Map<String, JsonNode> built = new TreeMap<>();
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asText());
            built.putAll(
                    Files.isDirectory(path) ? build(path) : Document.byId(Document.read(path)));
        }
        for (JsonNode patch : file.path("patches")) {
            String id = patch.at("/target/kind").asText() + " " + patch.at("/target/name").asText();
            JsonNode target = built.get(id);
            if (target == null) {
                throw new IllegalStateException(folder + " patches what is not there: " + id);
            }
            Path operations = folder.resolve(patch.path("path").asText());
            built.put(id, JsonPatch.apply(Document.read(operations).getFirst().node(), target));
        }
        return built;
    }
}
