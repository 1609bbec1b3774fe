package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may talk to whom, and that it is what the settings need. */
class NetworkPolicyTest {

    private static final Set<String> WAYS =
            new TreeSet<>(
                    Set.of(
                            "smtp-ingress -> mailbox-api grpc",
                            "delivery-worker -> mailbox-api grpc",
                            "imap-pop-frontend -> mailbox-api grpc",
                            "mailbox-api -> delivery-worker http",
                            "mailbox-api -> smtp-ingress submission",
                            "mailbox-api -> smtp-ingress submissions",
                            "mailbox-api -> imap-pop-frontend imaps",
                            "mailbox-api -> imap-pop-frontend pop3s"));

    @Test
    void servicesReachOneAnotherWhereTheyHaveToAndNowhereElse() {
        assertEquals(WAYS, new Policies(Chart.render()).ways());
        assertEquals(WAYS, new Policies(Chart.render(Chart.values("production"))).ways());
        assertEquals(WAYS, new Policies(Chart.render(Chart.ALTERNATIVES)).ways());
    }

    @Test
    void whatASettingNamesCanBeReached() {
        Pattern address = Pattern.compile("(posthorn-[a-z0-9-]+):([0-9]+)");
        List<Document> documents = Chart.render();
        Set<String> named = new TreeSet<>();
        for (Pod pod : Pod.all(documents)) {
            for (String value : pod.environment().values()) {
                Matcher found = address.matcher(value);
                while (found.find()) {
                    String to =
                            Pod.target(documents, found.group(1), Integer.parseInt(found.group(2)));
                    if (!to.startsWith(pod.service() + " ")) {
                        named.add(pod.service() + " -> " + to);
                    }
                }
            }
        }
        assertEquals(WAYS, named);
    }

    @Test
    void strangersReachMailPortsAndNothingElse() {
        JsonNode stranger = Document.parse("app: other").getFirst().node();
        Set<String> ways =
                new TreeSet<>(new Policies(Chart.render()).waysFrom("stranger", stranger));
        Set<String> wanted = new TreeSet<>();
        for (String port : List.of("smtp", "submission", "submissions", "submission-alt")) {
            wanted.add("stranger -> smtp-ingress " + port);
        }
        for (String port : List.of("imap", "imaps", "pop3", "pop3s")) {
            wanted.add("stranger -> imap-pop-frontend " + port);
        }
        assertEquals(wanted, ways);
        assertEquals(
                Set.of(),
                new Policies(Chart.render(Chart.ALTERNATIVES)).waysFrom("stranger", stranger));
    }

    @Test
    void helmTestReachesWhatItAsks(@TempDir Path copy) throws IOException {
        JsonNode pod = Chart.tests(copy).getFirst().node();
        Set<String> ways =
                new Policies(Chart.render(Chart.ALTERNATIVES))
                        .waysFrom("test", pod.at("/metadata/labels"));
        Pattern asked = Pattern.compile("//(posthorn-[a-z0-9-]+):([0-9]+)");
        Matcher found = asked.matcher(pod.at("/spec/containers/0/args/0").asText());
        Set<String> reached = new TreeSet<>();
        while (found.find()) {
            reached.add(
                    "test -> "
                            + Pod.target(
                                    Chart.render(),
                                    found.group(1),
                                    Integer.parseInt(found.group(2))));
        }
        assertTrue(reached.size() >= 12, reached.toString());
        assertTrue(ways.containsAll(reached), ways + " lack some of " + reached);
    }

    @Test
    void onlyWhatHasToMayLeaveForTheInternet() {
        for (JsonNode policy : Manifests.documents("NetworkPolicy")) {
            Set<String> anywhere = new TreeSet<>();
            for (JsonNode rule : policy.at("/spec/egress")) {
                if (!rule.has("to")) {
                    rule.path("ports").forEach(port -> anywhere.add(port.path("port").asText()));
                }
            }
            Set<String> wanted =
                    switch (Manifests.service(policy)) {
                        case "" -> Set.of();
                        case "delivery-worker" -> Set.of("25", "53", "443");
                        default -> Set.of("53");
                    };
            assertEquals(wanted, anywhere, policy.at("/metadata/name").asText());
        }
    }

    @Test
    void valuesOpenWaysToOtherPrograms() {
        var ports = new TreeMap<String, Set<String>>();
        for (JsonNode policy :
                Manifests.documents("NetworkPolicy", Chart.render(Chart.ALTERNATIVES))) {
            for (JsonNode rule : policy.at("/spec/egress")) {
                if (rule.path("to").toString().matches(".*(ipBlock|namespaceSelector|\"app\").*")) {
                    rule.path("ports")
                            .forEach(port ->
                                    ports.computeIfAbsent(
                                                    Manifests.service(policy), s -> new TreeSet<>())
                                            .add(port.path("port").asText()));
                }
            }
        }
        assertEquals(
                "{delivery-worker=[27017, 4318, 587, 9094], imap-pop-frontend=[4318],"
                        + " mailbox-api=[25, 27017, 4318, 443, 636, 9094],"
                        + " smtp-ingress=[11333, 3310, 4318, 9094]}",
                ports.toString());
    }
}
