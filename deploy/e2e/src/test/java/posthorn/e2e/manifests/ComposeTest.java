package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files for Compose, read as strictly as Compose reads them, and more so. */
class ComposeTest {

    private static final List<String> FILES =
            List.of("deploy/compose.yaml", "deploy/compose.standalone.yaml");

    private static final Set<String> KEYS_OF_A_SERVICE =
            Set.of(
                    "build",
                    "cap_drop",
                    "command",
                    "depends_on",
                    "env_file",
                    "environment",
                    "healthcheck",
                    "image",
                    "mem_limit",
                    "networks",
                    "ports",
                    "read_only",
                    "restart",
                    "secrets",
                    "security_opt",
                    "stop_grace_period",
                    "tmpfs",
                    "user",
                    "volumes");

    private static final Set<String> KEYS_OF_A_HEALTH_CHECK =
            Set.of("test", "interval", "timeout", "retries", "start_period", "disable");

    @Test
    void everyKeyIsKnown() throws IOException {
        for (String file : FILES) {
            JsonNode compose = Manifests.compose(file);
            Set<String> top = new TreeSet<>(names(compose));
            top.removeIf(key -> key.startsWith("x-"));
            top.removeAll(Set.of("name", "services", "networks", "secrets", "volumes"));
            assertEquals(Set.of(), top, file);
            for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
                Set<String> keys = new TreeSet<>(names(service.getValue()));
                keys.removeAll(KEYS_OF_A_SERVICE);
                assertEquals(Set.of(), keys, service.getKey());
                Set<String> check = new TreeSet<>(names(service.getValue().path("healthcheck")));
                check.removeAll(KEYS_OF_A_HEALTH_CHECK);
                assertEquals(Set.of(), check, service.getKey());
            }
        }
    }

    @Test
    void everythingThatIsNamedIsDeclaredAndUsed() throws IOException {
        for (String file : FILES) {
            JsonNode compose = Manifests.compose(file);
            for (String kind : List.of("networks", "secrets", "volumes")) {
                Set<String> used = new TreeSet<>();
                for (JsonNode service : compose.path("services")) {
                    for (JsonNode each : service.path(kind)) {
                        String name = each.asText().split(":", 2)[0];
                        if (!name.startsWith(".")) {
                            used.add(name);
                        }
                    }
                }
                assertEquals(new TreeSet<>(names(compose.path(kind))), used, file + " " + kind);
            }
        }
    }

    @Test
    void whoIsWaitedForSaysWhenThatIsOver() throws IOException {
        JsonNode services = Manifests.compose().path("services");
        int waits = 0;
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            for (Map.Entry<String, JsonNode> wait :
                    service.getValue().path("depends_on").properties()) {
                JsonNode other = services.path(wait.getKey());
                assertTrue(other.isObject(), service.getKey() + " waits for " + wait.getKey());
                String condition = wait.getValue().path("condition").asText();
                boolean checked = other.path("healthcheck").has("test");
                assertEquals(
                        checked ? "service_healthy" : "service_completed_successfully",
                        condition,
                        service.getKey() + " waits for " + wait.getKey());
                waits++;
            }
        }
        assertTrue(waits > 6);
    }

    @Test
    void everyServiceSaysWhetherItIsHealthyAndEveryForeignImageIsPinned() throws IOException {
        for (String file : FILES) {
            for (Map.Entry<String, JsonNode> service :
                    Manifests.compose(file).path("services").properties()) {
                JsonNode own = service.getValue();
                assertTrue(own.has("healthcheck"), service.getKey());
                String image = own.path("image").asText();
                if (own.has("build")) {
                    assertEquals("posthorn/" + own.at("/build/target").asText() + ":0.1.0", image);
                    assertEquals("/usr/local/bin/healthy", own.at("/healthcheck/test/1").asText());
                } else {
                    assertTrue(ImageTest.isPinned(image), image);
                }
            }
        }
    }

    @Test
    void theDatabaseIsAReplicaSetOfThree() throws IOException {
        Set<String> nodes = new TreeSet<>();
        for (Map.Entry<String, JsonNode> service :
                Manifests.compose().path("services").properties()) {
            if (service.getValue().path("command").toString().contains("--replSet posthorn")) {
                nodes.add(service.getKey() + ":27017");
            }
        }
        assertEquals(3, nodes.size());
        String script =
                Files.readString(Manifests.ROOT.resolve("deploy/mongodb-set.js"))
                        + Manifests.compose()
                                .at("/services/mailbox-api/environment/POSTHORN_MONGODB_URI")
                                .asText();
        for (String node : nodes) {
            assertTrue(script.contains("'" + node + "'"), node + " does not join the set");
            assertTrue(
                    Pattern.compile("[@,]" + node + "[,/]").matcher(script).find(),
                    node + " is not in the connection string");
        }
    }

    @Test
    void whatIsSecretComesInFiles() throws IOException {
        JsonNode services = Manifests.compose().path("services");
        for (String keeper : List.of("mailbox-api", "delivery-worker")) {
            JsonNode service = services.path(keeper);
            assertFalse(service.has("env_file"), keeper);
            String uri = service.at("/environment/POSTHORN_MONGODB_URI").asText();
            assertTrue(uri.startsWith("mongodb://posthorn@"), uri);
        }
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            Set<String> secrets = new TreeSet<>();
            service.getValue().path("secrets").forEach(each -> secrets.add(each.asText()));
            for (JsonNode value : service.getValue().path("environment")) {
                Matcher file = Pattern.compile("/run/secrets/(.+)").matcher(value.asText());
                if (file.matches()) {
                    assertTrue(secrets.contains(file.group(1)), service.getKey() + " " + value);
                }
            }
        }
    }

    @Test
    void noTwoServicesTakeOnePort() throws IOException {
        for (String file : FILES) {
            Set<String> taken = new HashSet<>();
            for (JsonNode service : Manifests.compose(file).path("services")) {
                for (JsonNode mapping : service.path("ports")) {
                    Matcher ports =
                            Pattern.compile("(?:[0-9.]+:)?(\\d+):\\d+").matcher(mapping.asText());
                    assertTrue(ports.matches(), mapping.asText());
                    assertTrue(taken.add(ports.group(1)), mapping.asText());
                }
            }
            assertFalse(taken.isEmpty());
        }
    }

    @Test
    void standaloneOpensWhatItsImageOpensAndKeepsItsDataInAVolume() throws IOException {
        JsonNode posthorn = Manifests.compose(FILES.getLast()).at("/services/posthorn");
        Set<Integer> wanted = new TreeSet<>();
        for (String service : List.of("smtp-ingress", "imap-pop-frontend", "mailbox-api")) {
            wanted.addAll(DeclaredSettings.ports(service));
        }
        // Health, metrics and what services ask one another stay inside.
        wanted.removeAll(Set.of(9000, 9090));
        Set<Integer> mapped = new TreeSet<>();
        for (JsonNode mapping : posthorn.path("ports")) {
            String text = mapping.asText();
            mapped.add(Integer.valueOf(text.substring(text.lastIndexOf(':') + 1)));
        }
        assertEquals(wanted, mapped);
        String folder = posthorn.at("/volumes/0").asText().split(":", 2)[1];
        assertTrue(
                Files.readString(Manifests.ROOT.resolve("deploy/Dockerfile"))
                        .contains("POSTHORN_STANDALONE_DATA_DIR=" + folder + " "));
        Set<String> known = DeclaredSettings.variables();
        posthorn.path("environment")
                .fieldNames()
                .forEachRemaining(name -> assertTrue(known.contains(name), name));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
