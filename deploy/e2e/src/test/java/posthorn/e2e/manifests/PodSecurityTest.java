package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pods fit the "restricted" level of the Pod Security Standards, and more: what a namespace
 * enforces with {@code pod-security.kubernetes.io/enforce=restricted}.
 */
class PodSecurityTest {

    private static final Set<String> VOLUMES =
            Set.of("configMap", "emptyDir", "projected", "secret");

    private static final Pattern PINNED =
            Pattern.compile("[a-z0-9./-]+:[0-9]+\\.[0-9]+\\.[0-9]+(@sha256:[0-9a-f]{64})?");

    @TempDir private Path copy = Path.of("");

    @Test
    void everyPodFitsTheRestrictedLevel() throws IOException {
        List<JsonNode> pods = pods();
        assertTrue(pods.size() >= 10, pods.size() + " pods");
        for (JsonNode pod : pods) {
            for (String field : List.of("hostNetwork", "hostPID", "hostIPC", "hostUsers")) {
                assertFalse(pod.path(field).asBoolean(), field);
            }
            assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
            assertTrue(pod.at("/securityContext/runAsUser").asInt() >= 10_000);
            assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
            assertFalse(pod.has("initContainers"), "is to be looked at, too");
            for (JsonNode container : pod.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertFalse(security.path("allowPrivilegeEscalation").asBoolean(true));
                assertTrue(security.path("readOnlyRootFilesystem").asBoolean());
                assertEquals("[\"ALL\"]", security.at("/capabilities/drop").toString());
                assertFalse(security.path("capabilities").has("add"));
                assertFalse(security.path("privileged").asBoolean());
                container.path("ports").forEach(port -> assertFalse(port.has("hostPort")));
            }
            for (JsonNode volume : pod.path("volumes")) {
                volume.fieldNames()
                        .forEachRemaining(field ->
                                assertTrue(field.equals("name") || VOLUMES.contains(field), field));
            }
        }
    }

    @Test
    void noPodHasATokenOfTheCluster() throws IOException {
        for (JsonNode pod : pods()) {
            assertFalse(pod.path("automountServiceAccountToken").asBoolean(true));
        }
        for (JsonNode account : Manifests.documents("ServiceAccount")) {
            assertFalse(account.path("automountServiceAccountToken").asBoolean(true));
        }
    }

    @Test
    void everyImageIsPinned() throws IOException {
        for (JsonNode pod : pods()) {
            for (JsonNode container : pod.path("containers")) {
                String image = container.path("image").asText();
                assertTrue(PINNED.matcher(image).matches(), image);
            }
        }
    }

    /** Specs of all pods that the chart can make. */
    private List<JsonNode> pods() throws IOException {
        List<JsonNode> pods = new ArrayList<>();
        List<Document> documents = new ArrayList<>(Chart.render());
        documents.addAll(Chart.render(Chart.values("production")));
        documents.addAll(Chart.render(Chart.ALTERNATIVES));
        documents.addAll(Chart.tests(copy));
        for (Document document : documents) {
            switch (document.kind()) {
                case "Deployment" -> pods.add(document.node().at("/spec/template/spec"));
                case "Pod" -> pods.add(document.node().path("spec"));
                default -> {}
            }
        }
        return pods;
    }
}
