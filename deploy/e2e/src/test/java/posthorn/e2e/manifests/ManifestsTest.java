package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posthorn.e2e.system.Health;

class ManifestsTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Set<String> SERVICES =
            Set.of("smtp-ingress", "delivery-worker", "mailbox-api", "imap-pop-frontend");

    @Test
    void everyServiceIsDeployed() throws IOException {
        Set<String> deployed = new TreeSet<>();
        for (JsonNode document : documents("Deployment")) {
            deployed.add(document.at("/metadata/name").asText());
            assertEquals(
                    "posthorn/" + document.at("/metadata/name").asText() + ":0.1.0",
                    container(document).path("image").asText());
        }
        assertEquals(new TreeSet<>(SERVICES), deployed);
    }

    @Test
    void everyContainerPortIsOneThatTheServiceOpens() throws IOException {
        for (JsonNode deployment : documents("Deployment")) {
            String service = deployment.at("/metadata/name").asText();
            Set<Integer> declared = new TreeSet<>();
            container(deployment)
                    .path("ports")
                    .forEach(port -> declared.add(port.path("containerPort").asInt()));
            assertEquals(DeclaredSettings.ports(service), declared, service);
        }
    }

    @Test
    void everyServicePortReachesANamedContainerPort() throws IOException {
        for (JsonNode service : documents("Service")) {
            String target = service.at("/spec/selector").path("app.kubernetes.io/name").asText();
            Set<String> named = new TreeSet<>();
            for (JsonNode deployment : documents("Deployment")) {
                if (deployment.at("/metadata/name").asText().equals(target)) {
                    container(deployment)
                            .path("ports")
                            .forEach(port -> named.add(port.path("name").asText()));
                }
            }
            service.at("/spec/ports")
                    .forEach(port ->
                            assertTrue(
                                    named.contains(port.path("targetPort").asText()),
                                    service + " " + named));
        }
    }

    @Test
    void everyProbeAsksAPathThatAnswers() throws IOException {
        for (JsonNode deployment : documents("Deployment")) {
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode get = container(deployment).path(probe).path("httpGet");
                String expected = probe.equals("readinessProbe") ? Health.READY : Health.LIVE;
                assertEquals(expected, get.path("path").asText(), probe);
                assertEquals("http", get.path("port").asText(), probe);
            }
        }
    }

    @Test
    void everySettingIsOneThatTheCodeReads() throws IOException {
        Set<String> known = DeclaredSettings.variables();
        Set<String> used = new TreeSet<>();
        for (JsonNode settings : documents("ConfigMap")) {
            settings.path("data").fieldNames().forEachRemaining(used::add);
        }
        for (JsonNode deployment : documents("Deployment")) {
            container(deployment)
                    .path("env")
                    .forEach(variable -> used.add(variable.path("name").asText()));
        }
        for (String service : SERVICES) {
            compose()
                    .path("services")
                    .path(service)
                    .path("environment")
                    .fieldNames()
                    .forEachRemaining(used::add);
        }
        assertTrue(used.size() >= 8, used.toString());
        used.removeAll(known);
        assertEquals(Set.of(), used, "unknown settings");
    }

    @Test
    void everySettingThatTheReadmeNamesExists() throws IOException {
        Matcher names =
                Pattern.compile("^\\| `(posthorn\\.[a-z0-9.-]+)`", Pattern.MULTILINE)
                        .matcher(Files.readString(ROOT.resolve("README.md")));
        Set<String> unknown = new TreeSet<>();
        int count = 0;
        while (names.find()) {
            count++;
            if (!DeclaredSettings.settings().contains(names.group(1))) {
                unknown.add(names.group(1));
            }
        }
        assertTrue(count > 10, "README's table has " + count + " rows");
        assertEquals(Set.of(), unknown);
    }

    @Test
    void everyImageOpensThePortsOfItsService() throws IOException {
        String dockerfile = Files.readString(ROOT.resolve("deploy/Dockerfile"));
        for (String service : SERVICES) {
            Matcher stage =
                    Pattern.compile(
                                    "FROM runtime AS " + service + "\\n(.*?)(?=\\nFROM|\\z)",
                                    Pattern.DOTALL)
                            .matcher(dockerfile);
            assertTrue(stage.find(), service + " has no stage");
            Set<Integer> exposed = new TreeSet<>(Set.of(8080));
            Matcher expose = Pattern.compile("(?m)^EXPOSE (.*)$").matcher(stage.group(1));
            while (expose.find()) {
                Stream.of(expose.group(1).split(" ")).map(Integer::valueOf).forEach(exposed::add);
            }
            assertEquals(DeclaredSettings.ports(service), exposed, service);
        }
    }

    @Test
    void composeMapsPortsOfItsServicesAndNoOthers() throws IOException {
        JsonNode services = compose().path("services");
        for (String service : SERVICES) {
            JsonNode own = services.path(service);
            assertEquals(service, own.at("/build/target").asText());
            Set<Integer> mapped = new TreeSet<>();
            for (JsonNode mapping : own.path("ports")) {
                String text = mapping.asText();
                mapped.add(Integer.valueOf(text.substring(text.lastIndexOf(':') + 1)));
            }
            assertFalse(mapped.isEmpty(), service);
            assertTrue(DeclaredSettings.ports(service).containsAll(mapped), service + " " + mapped);
        }
    }

    @Test
    void everyFileThatASettingNamesIsMounted() throws IOException {
        Map<String, JsonNode> maps = new TreeMap<>();
        for (JsonNode map : documents("ConfigMap")) {
            maps.put(map.at("/metadata/name").asText(), map.path("data"));
        }
        for (JsonNode deployment : documents("Deployment")) {
            JsonNode container = container(deployment);
            Set<String> files = new TreeSet<>();
            for (JsonNode from : container.path("envFrom")) {
                String name = from.at("/configMapRef/name").asText();
                assertTrue(maps.containsKey(name), name);
                maps.get(name).forEach(value -> files.add(value.asText()));
            }
            container.path("env").forEach(variable -> files.add(variable.path("value").asText()));
            files.removeIf(value -> !value.startsWith("/"));
            assertFalse(files.isEmpty());
            for (String file : files) {
                assertTrue(
                        container
                                .path("volumeMounts")
                                .valueStream()
                                .anyMatch(m -> file.startsWith(m.path("mountPath").asText() + "/")),
                        deployment.at("/metadata/name").asText() + " does not mount " + file);
            }
        }
    }

    @Test
    void everySecretThatAContainerReadsIsGivenToItAndDeclared() throws IOException {
        JsonNode declared = compose().path("secrets");
        for (Map.Entry<String, JsonNode> service : compose().path("services").properties()) {
            Set<String> given = texts(service.getValue().path("secrets"));
            given.forEach(secret -> assertTrue(declared.has(secret), secret));
            Matcher read =
                    Pattern.compile("/run/secrets/([a-z-]+)")
                            .matcher(service.getValue().toString());
            Set<String> wanted = new TreeSet<>();
            while (read.find()) {
                wanted.add(read.group(1));
            }
            assertEquals(wanted, given, service.getKey());
        }
    }

    @Test
    void aPodIsGivenMoreTimeToStopThanItsServiceTakes() throws IOException {
        int checked = 0;
        for (JsonNode deployment : documents("Deployment")) {
            String service = deployment.at("/metadata/name").asText();
            Duration grace = DeclaredSettings.seconds("posthorn." + service + ".stop.grace");
            if (grace != null) {
                long given =
                        deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asLong();
                assertTrue(
                        given >= grace.toSeconds() + 15,
                        service + " is given " + given + " seconds");
                checked++;
            }
        }
        assertTrue(checked >= 3, checked + " services have a grace time");
    }

    @Test
    void drainingANodeTakesOnePodOfAServiceAtATime() throws IOException {
        Set<String> guarded = new TreeSet<>();
        for (JsonNode budget : documents("PodDisruptionBudget")) {
            guarded.add(
                    budget.at("/spec/selector/matchLabels")
                            .path("app.kubernetes.io/name")
                            .asText());
        }
        assertEquals(new TreeSet<>(SERVICES), guarded);
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode compose() throws IOException {
        return Manifests.compose();
    }

    private static JsonNode container(JsonNode deployment) {
        return deployment.at("/spec/template/spec/containers/0");
    }

    private static List<JsonNode> documents(String kind) throws IOException {
        return Manifests.documents(kind);
    }
}
