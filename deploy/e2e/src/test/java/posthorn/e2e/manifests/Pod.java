package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a Deployment gives to the pods of a service.
 *
 * @param service its name, as in {@code smtp-ingress}
 * @param environment variables of its container, those of ConfigMaps among them
 * @param ports container ports by name
 * @param spec of the pod
 * @param settings text of the properties file that is mounted
 */
record Pod(
        String service,
        Map<String, String> environment,
        Map<String, Integer> ports,
        JsonNode spec,
        String settings) {

    /** Those of all Deployments. */
    static List<Pod> all(List<Document> documents) {
        return Manifests.documents("Deployment", documents).stream()
                .map(deployment -> of(deployment, documents))
                .toList();
    }

    /** Those of one service. */
    static Pod of(String service, List<Document> documents) {
        return all(documents).stream()
                .filter(pod -> pod.service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private static Pod of(JsonNode deployment, List<Document> documents) {
        Map<String, JsonNode> maps = new TreeMap<>();
        Manifests.documents("ConfigMap", documents)
                .forEach(map -> maps.put(map.at("/metadata/name").asText(), map.path("data")));
        JsonNode container = Manifests.container(deployment);
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode from : container.path("envFrom")) {
            JsonNode data = maps.get(from.at("/configMapRef/name").asText());
            if (data == null) {
                throw new IllegalStateException("there is no ConfigMap for " + from);
            }
            data.properties().forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
        }
        for (JsonNode variable : container.path("env")) {
            environment.put(variable.path("name").asText(), variable.path("value").asText());
        }
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (JsonNode port : container.path("ports")) {
            ports.put(port.path("name").asText(), port.path("containerPort").asInt());
        }
        JsonNode spec = deployment.at("/spec/template/spec");
        String properties =
                spec.path("volumes")
                        .valueStream()
                        .filter(volume -> volume.has("configMap"))
                        .map(volume -> volume.at("/configMap/name").asText())
                        .map(maps::get)
                        .filter(Objects::nonNull)
                        .map(data -> data.path("posthorn.properties").asText())
                        .findFirst()
                        .orElse("");
        return new Pod(Manifests.service(deployment), environment, ports, spec, properties);
    }

    JsonNode container() {
        return spec.at("/containers/0");
    }

    /**
     * Where a connection to a Service comes out, as in {@code mailbox-api grpc}.
     *
     * @throws IllegalStateException when there is no such Service, port or pod
     */
    static String target(List<Document> documents, String host, int port) {
        for (JsonNode service : Manifests.documents("Service", documents)) {
            if (service.at("/metadata/name").asText().equals(host)) {
                String target =
                        service.at("/spec/ports")
                                .valueStream()
                                .filter(p -> p.path("port").asInt() == port)
                                .map(p -> p.path("targetPort").asText())
                                .findFirst()
                                .orElseThrow(() ->
                                        new IllegalStateException(host + " has no port " + port));
                return selected(documents, service.at("/spec/selector"), target) + " " + target;
            }
        }
        throw new IllegalStateException("there is no Service " + host);
    }

    private static String selected(List<Document> documents, JsonNode selector, String port) {
        for (JsonNode deployment : Manifests.documents("Deployment", documents)) {
            JsonNode labels = deployment.at("/spec/template/metadata/labels");
            boolean all =
                    selector.properties().stream()
                            .allMatch(l -> l.getValue().equals(labels.path(l.getKey())));
            if (all && of(deployment, documents).ports().containsKey(port)) {
                return Manifests.service(deployment);
            }
        }
        throw new IllegalStateException("no pod with " + selector + " has a port " + port);
    }
}
