package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files that deploy Posthorn, read. */
final class Manifests {

    static final Path ROOT = Path.of("..", "..");

    private Manifests() {}

    /** {@code deploy/compose.yaml}, with what it merges. */
    static JsonNode compose() throws IOException {
        return compose("deploy/compose.yaml");
    }

    /** A file for Compose, with what it merges. */
    static JsonNode compose(String file) throws IOException {
        return Document.read(ROOT.resolve(file)).getFirst().node();
    }

    /** All documents of a kind that the chart renders with its own values: {@code k8s/base}. */
    static List<JsonNode> documents(String kind) {
        return documents(kind, Chart.render());
    }

    /** Those of a kind. */
    static List<JsonNode> documents(String kind, List<Document> documents) {
        return documents.stream()
                .filter(document -> document.kind().equals(kind))
                .map(Document::node)
                .toList();
    }

    /** Name of the service that a document belongs to; empty: to all of them. */
    static String service(JsonNode document) {
        return document.at("/metadata/labels").path("app.kubernetes.io/component").asText();
    }

    /** The only container of a Deployment. */
    static JsonNode container(JsonNode deployment) {
        return deployment.at("/spec/template/spec/containers/0");
    }
}
