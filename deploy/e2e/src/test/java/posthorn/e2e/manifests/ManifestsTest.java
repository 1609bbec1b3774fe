package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            String service = service(document);
            deployed.add(service);
            assertEquals("posthorn-" + service, document.at("/metadata/name").asText());
            assertEquals(
                    "posthorn/" + service + ":0.1.0", container(document).path("image").asText());
        }
        assertEquals(new TreeSet<>(SERVICES), deployed);
    }

    @Test
    void everyContainerPortIsOneThatTheServiceOpens() throws IOException {
        for (JsonNode deployment : documents("Deployment")) {
            String service = service(deployment);
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
            JsonNode selector = service.at("/spec/selector");
            Set<String> named = new TreeSet<>();
            for (JsonNode deployment : documents("Deployment")) {
                if (deployment.at("/spec/selector/matchLabels").equals(selector)) {
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
                assertEquals("management", get.path("port").asText(), probe);
            }
        }
    }

    @Test
    void metricsAreReadWhereTheyAre() {
        for (JsonNode deployment : documents("Deployment")) {
            JsonNode scraped = deployment.at("/spec/template/metadata/annotations");
            String port = scraped.path("prometheus.io/port").asText();
            assertEquals("/q/metrics", scraped.path("prometheus.io/path").asText());
            for (JsonNode open : container(deployment).path("ports")) {
                assertEquals(
                        open.path("name").asText().equals("management"),
                        open.path("containerPort").asText().equals(port));
            }
        }
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
            Set<Integer> exposed = new TreeSet<>(Set.of(9000));
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
            assertEquals(service.equals("delivery-worker"), mapped.isEmpty(), service);
            assertTrue(DeclaredSettings.ports(service).containsAll(mapped), service + " " + mapped);
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
    void drainingANodeTakesOnePodOfAServiceAtATime() throws IOException {
        Set<String> guarded = new TreeSet<>();
        for (JsonNode budget : documents("PodDisruptionBudget")) {
            guarded.add(
                    budget.at("/spec/selector/matchLabels")
                            .path("app.kubernetes.io/component")
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
        return Manifests.container(deployment);
    }

    private static String service(JsonNode deployment) {
        return Manifests.service(deployment);
    }

    private static List<JsonNode> documents(String kind) {
        return Manifests.documents(kind);
    }
}
