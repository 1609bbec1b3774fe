package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each service gets what it needs, and a service that was taken over gives no more away. */
class LeastPrivilegeTest {

    /** Services that are spoken to by strangers. */
    private static final Set<String> AT_THE_DOOR = Set.of("smtp-ingress", "imap-pop-frontend");

    private static final Set<String> KEEPERS = Set.of("mailbox-api", "delivery-worker");

    @Test
    void whoStrangersSpeakToHasNoDatabaseAndMailboxApiAloneTheAdminToken() throws IOException {
        Map<String, String> given = new TreeMap<>();
        for (JsonNode deployment : Manifests.documents("Deployment")) {
            given.put("k8s " + name(deployment), pod(deployment) + configured(deployment));
        }
        Manifests.compose()
                .path("services")
                .properties()
                .forEach(service ->
                        given.put("compose " + service.getKey(), service.getValue().toString()));
        for (String platform : List.of("k8s ", "compose ")) {
            for (String service : AT_THE_DOOR) {
                String all = given.getOrDefault(platform + service, "");
                assertTrue(all.contains("service-token"), platform + service);
                assertFalse(all.contains("admin-token"), platform + service);
                assertFalse(
                        all.toLowerCase(java.util.Locale.ROOT).contains("mongo"),
                        platform + service);
            }
            for (String service : KEEPERS) {
                String all = given.getOrDefault(platform + service, "");
                assertEquals(
                        service.equals("mailbox-api"),
                        all.contains("admin-token"),
                        platform + service);
                assertTrue(all.contains("mongodb"), platform + service);
            }
        }
    }

    @Test
    void onlyMailboxApiKnowsTheMasterKey() throws IOException {
        for (JsonNode deployment : Manifests.documents("Deployment")) {
            assertEquals(
                    name(deployment).equals("mailbox-api"),
                    deployment.toString().contains("master-key"),
                    name(deployment));
        }
        Manifests.compose()
                .path("services")
                .properties()
                .forEach(service ->
                        assertEquals(
                                service.getKey().equals("mailbox-api"),
                                service.getValue().toString().contains("master-key"),
                                service.getKey()));
    }

    @Test
    void theFrontendDoesNotKnowTheLog() throws IOException {
        for (JsonNode deployment : Manifests.documents("Deployment")) {
            assertEquals(
                    !name(deployment).equals("imap-pop-frontend"),
                    configured(deployment).contains("KAFKA"),
                    name(deployment));
        }
        assertFalse(
                Manifests.compose().at("/services/imap-pop-frontend").toString().contains("kafka"));
    }

    @Test
    void noConnectionStringWithAPasswordStandsInAManifest() throws IOException {
        for (JsonNode map : Manifests.documents("ConfigMap")) {
            assertFalse(map.toString().contains("mongodb:"), map.at("/metadata/name").asText());
        }
    }

    @Test
    void servicesSpeakTlsWithOneAnother() throws IOException {
        for (JsonNode deployment : Manifests.documents("Deployment")) {
            String service = name(deployment);
            assertTrue(
                    configured(deployment).contains("MAILBOX_API_TLS_TRUSTED_CERTIFICATES"),
                    service);
            boolean shows = pod(deployment).toString().contains("POSTHORN_MAILBOX_API_TLS_KEY");
            assertEquals(service.equals("mailbox-api"), shows, service);
            for (JsonNode source : pod(deployment).findValues("secret")) {
                if (source.path("name").asText().equals("posthorn-inside")) {
                    assertEquals(shows, source.toString().contains("tls.key"), service);
                }
            }
        }
        JsonNode services = Manifests.compose().path("services");
        assertTrue(services.at("/mailbox-api/environment").has("POSTHORN_MAILBOX_API_TLS_KEY"));
        for (String caller : List.of("smtp-ingress", "delivery-worker", "imap-pop-frontend")) {
            assertTrue(
                    services.path(caller)
                            .path("environment")
                            .has("POSTHORN_MAILBOX_API_TLS_TRUSTED_CERTIFICATES"),
                    caller);
            assertFalse(services.path(caller).toString().contains("inside-key"), caller);
        }
    }

    @Test
    void noContainerCanGainOrKeepAPrivilege() throws IOException {
        for (JsonNode deployment : Manifests.documents("Deployment")) {
            JsonNode container = deployment.at("/spec/template/spec/containers/0/securityContext");
            assertFalse(container.path("allowPrivilegeEscalation").asBoolean(true));
            assertTrue(container.path("readOnlyRootFilesystem").asBoolean());
            assertEquals("ALL", container.at("/capabilities/drop/0").asText());
            assertTrue(
                    deployment.at("/spec/template/spec/securityContext/runAsNonRoot").asBoolean());
        }
        for (Map.Entry<String, JsonNode> service :
                Manifests.compose().path("services").properties()) {
            JsonNode container = service.getValue();
            assertTrue(container.path("read_only").asBoolean(), service.getKey());
            assertEquals("ALL", container.at("/cap_drop/0").asText(), service.getKey());
            assertEquals(
                    "no-new-privileges:true",
                    container.at("/security_opt/0").asText(),
                    service.getKey());
            assertTrue(container.path("cap_add").isMissingNode(), service.getKey());
            assertTrue(container.path("privileged").isMissingNode(), service.getKey());
        }
    }

    @Test
    void theLogAndTheDatabaseWantASignInAndAreNotReachedFromOutside() throws IOException {
        JsonNode services = Manifests.compose().path("services");
        assertTrue(
                services.at("/kafka/environment/KAFKA_LISTENER_SECURITY_PROTOCOL_MAP")
                        .asText()
                        .contains("BROKER:SASL_"));
        assertTrue(services.at("/mongodb/command").toString().contains("--keyFile"));
        assertTrue(services.at("/mongodb/environment").has("MONGO_INITDB_ROOT_PASSWORD_FILE"));
        for (String store : List.of("kafka", "mongodb")) {
            assertTrue(services.path(store).path("ports").isMissingNode(), store);
            for (JsonNode network : services.path(store).path("networks")) {
                assertTrue(
                        Manifests.compose()
                                .path("networks")
                                .path(network.asText())
                                .path("internal")
                                .asBoolean(),
                        store + " in " + network);
            }
        }
    }

    @Test
    void noSecretGetsIntoAnImage() throws IOException {
        List<String> ignored = Files.readAllLines(Manifests.ROOT.resolve(".dockerignore"));
        assertTrue(ignored.contains("**/secrets"), ignored.toString());
        assertTrue(ignored.contains("**/data"), ignored.toString());
        assertTrue(ignored.stream().noneMatch(line -> line.startsWith("!")), ignored.toString());
    }

    /** The pod, without the comments and names around it. */
    private static JsonNode pod(JsonNode deployment) {
        return deployment.at("/spec/template/spec");
    }

    /** Keys and values of the maps that the container reads. */
    private static String configured(JsonNode deployment) throws IOException {
        StringBuilder all = new StringBuilder();
        for (JsonNode from : deployment.at("/spec/template/spec/containers/0/envFrom")) {
            for (JsonNode map : Manifests.documents("ConfigMap")) {
                if (map.at("/metadata/name").equals(from.at("/configMapRef/name"))) {
                    all.append(map.path("data"));
                }
            }
        }
        return all.toString();
    }

    /** The service that it belongs to. */
    private static String name(JsonNode document) {
        return Manifests.service(document);
    }
}
