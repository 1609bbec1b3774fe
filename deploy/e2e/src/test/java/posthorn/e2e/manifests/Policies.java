package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What NetworkPolicies allow between pods of one namespace: a connection needs the leave of those
 * that select its source, and of those that select its destination.
 */
final class Policies {

    private final List<JsonNode> policies;
    private final List<JsonNode> deployments;

    Policies(List<Document> documents) {
        this.policies = Manifests.documents("NetworkPolicy", documents);
        this.deployments = Manifests.documents("Deployment", documents);
    }

    /** All ways between services, as in {@code smtp-ingress -> mailbox-api grpc}. */
    Set<String> ways() {
        Set<String> ways = new TreeSet<>();
        for (JsonNode from : deployments) {
            for (JsonNode to : deployments) {
                for (JsonNode port : Manifests.container(to).path("ports")) {
                    if (!from.equals(to) && allows(labels(from), labels(to), port)) {
                        ways.add(way(Manifests.service(from), to, port));
                    }
                }
            }
        }
        return ways;
    }

    /** The same out of a pod with these labels that is none of a Deployment. */
    Set<String> waysFrom(String name, JsonNode labels) {
        Set<String> ways = new TreeSet<>();
        for (JsonNode to : deployments) {
            for (JsonNode port : Manifests.container(to).path("ports")) {
                if (allows(labels, labels(to), port)) {
                    ways.add(way(name, to, port));
                }
            }
        }
        return ways;
    }

    private static String way(String from, JsonNode to, JsonNode port) {
        return from + " -> " + Manifests.service(to) + " " + port.path("name").asText();
    }

    private boolean allows(JsonNode from, JsonNode to, JsonNode port) {
        return leave("Egress", "egress", "to", from, to, port)
                && leave("Ingress", "ingress", "from", to, from, port);
    }

    private boolean leave(
            String type, String rules, String peers, JsonNode own, JsonNode peer, JsonNode port) {
        boolean selected = false;
        for (JsonNode policy : policies) {
            JsonNode spec = policy.path("spec");
            if (!matches(spec.path("podSelector"), own) || !names(spec.path("policyTypes"), type)) {
                continue;
            }
            selected = true;
            for (JsonNode rule : spec.path(rules)) {
                if (peer(rule.path(peers), peer) && port(rule.path("ports"), port)) {
                    return true;
                }
            }
        }
        return !selected;
    }

    private static boolean names(JsonNode types, String type) {
        return types.valueStream().anyMatch(t -> t.asText().equals(type));
    }

    /** Who has no peers means everybody. Other namespaces and addresses are not ours. */
    private static boolean peer(JsonNode peers, JsonNode labels) {
        return peers.isEmpty()
                || peers.valueStream()
                        .anyMatch(peer ->
                                peer.has("podSelector")
                                        && !peer.has("namespaceSelector")
                                        && matches(peer.path("podSelector"), labels));
    }

    private static boolean port(JsonNode ports, JsonNode port) {
        return ports.isEmpty()
                || ports.valueStream()
                        .anyMatch(p ->
                                p.path("protocol").asText().equals("TCP")
                                        && (p.path("port").equals(port.path("name"))
                                                || p.path("port")
                                                        .equals(port.path("containerPort"))));
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.path("matchLabels").properties().stream()
                .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    private static JsonNode labels(JsonNode deployment) {
        return deployment.at("/spec/template/metadata/labels");
    }
}
