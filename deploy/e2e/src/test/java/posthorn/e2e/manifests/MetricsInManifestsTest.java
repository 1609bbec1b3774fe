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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What scales, alerts and shows asks for metrics that the services export. */
class MetricsInManifestsTest {

    private static final Path GRAFANA = Manifests.ROOT.resolve("deploy/grafana");
    private static final Path FILES = Chart.FOLDER.resolve("files");
    private static final Pattern NAME = Pattern.compile("([a-z_]+)\\{");

    @Test
    void everySignalIsAMetricThatTheServicesExport() throws IOException {
        Set<String> known = catalogue();
        Set<String> asked = new TreeSet<>();
        for (JsonNode scaled :
                Manifests.documents("ScaledObject", Chart.render(Chart.values("production")))) {
            for (JsonNode trigger : scaled.at("/spec/triggers")) {
                asked.addAll(names(trigger.at("/metadata/query").asText()));
            }
        }
        assertTrue(asked.size() >= 5, asked.toString());
        asked.removeAll(known);
        assertEquals(Set.of(), asked, "not in docs/metrics.md");
    }

    @Test
    void everyServiceScalesOnItsSignal() {
        Map<String, String> scaled = new TreeMap<>();
        for (JsonNode object :
                Manifests.documents("ScaledObject", Chart.render(Chart.values("production")))) {
            scaled.put(Manifests.service(object), object.path("spec").toString());
            assertEquals(
                    "posthorn-" + Manifests.service(object),
                    object.at("/spec/scaleTargetRef/name").asText());
        }
        assertEquals(4, scaled.size());
        Map.of(
                        "imap-pop-frontend", "posthorn_sessions",
                        "delivery-worker", "posthorn_queue_overdue_age_seconds",
                        "smtp-ingress", "posthorn_command_duration_seconds_bucket",
                        "mailbox-api", "rpc_server_duration_seconds_bucket")
                .forEach((service, metric) ->
                        assertTrue(scaled.getOrDefault(service, "").contains(metric), service));
        assertTrue(scaled.getOrDefault("delivery-worker", "").contains("posthorn_log_lag"));
    }

    /** A stream takes as long as somebody listens or sends: it says nothing of the load. */
    @Test
    void streamsDoNotCountAsSlowCalls() throws IOException {
        Path proto = Manifests.ROOT.resolve("mail-protocol/src/main/proto/posthorn");
        Matcher stream =
                Pattern.compile("rpc ([A-Za-z]+)\\((stream )?[A-Za-z]+\\) returns \\((stream )?")
                        .matcher(Files.readString(proto.resolve("mailbox_api.proto")));
        Set<String> streams = new TreeSet<>();
        while (stream.find()) {
            if (stream.group(2) != null || stream.group(3) != null) {
                streams.add(stream.group(1));
            }
        }
        String query =
                Manifests.documents("ScaledObject", Chart.render(Chart.values("production")))
                        .toString();
        assertTrue(
                query.contains("rpc_method!~\\\"" + String.join("|", streams) + "\\\""),
                streams + " in " + query);
    }

    /** With an adapter, the plain autoscaler asks for what the recording rules make. */
    @Test
    void everyExternalMetricIsRecorded() {
        List<Document> documents = Chart.render(Chart.ALTERNATIVES);
        Set<String> recorded = new TreeSet<>();
        for (JsonNode rules : Manifests.documents("PrometheusRule", documents)) {
            rules.findValues("record").forEach(record -> recorded.add(record.asText()));
        }
        Set<String> asked = new TreeSet<>();
        for (JsonNode autoscaler : Manifests.documents("HorizontalPodAutoscaler", documents)) {
            for (JsonNode metric : autoscaler.at("/spec/metrics")) {
                if (metric.has("external")) {
                    asked.add(metric.at("/external/metric/name").asText());
                }
            }
        }
        assertEquals(5, asked.size(), asked.toString());
        assertEquals(asked, recorded);
    }

    /** Charts hold all their files: these are copies. */
    @Test
    void theChartHasTheAlertsAndDashboardsOfGrafana() throws IOException {
        Map<String, String> own = new TreeMap<>();
        own.put("alerts.yaml", Files.readString(GRAFANA.resolve("alerts.yaml")));
        ManifestFiles.read(GRAFANA.resolve("dashboards"))
                .forEach((name, text) -> own.put("dashboards/" + name, text));
        if (Boolean.getBoolean("posthorn.golden.write")) {
            ManifestFiles.write(FILES, own);
        }
        assertEquals(own.keySet(), ManifestFiles.read(FILES).keySet());
        assertEquals(own, ManifestFiles.read(FILES), "run it with -Dposthorn.golden.write=true");
    }

    @Test
    void everyAlertAndEveryDashboardIsInstalled() throws IOException {
        List<Document> documents = Chart.render(Chart.values("production"));
        JsonNode alerts = Document.read(GRAFANA.resolve("alerts.yaml")).getFirst().node();
        assertTrue(alerts.findValues("alert").size() > 5);
        assertEquals(
                List.of(alerts),
                Manifests.documents("PrometheusRule", documents).stream()
                        .map(rule -> rule.path("spec"))
                        .toList());
        Set<String> shown = new TreeSet<>();
        for (JsonNode map : Manifests.documents("ConfigMap", documents)) {
            if (map.at("/metadata/labels").has("grafana_dashboard")) {
                map.path("data").fieldNames().forEachRemaining(shown::add);
            }
        }
        assertEquals(ManifestFiles.read(GRAFANA.resolve("dashboards")).keySet(), shown);
    }

    /** Names in the first columns of docs/metrics.md, and those of the series of histograms. */
    private static Set<String> catalogue() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Manifests.ROOT.resolve("docs/metrics.md"))) {
            Matcher name = Pattern.compile("^\\| `([a-z0-9_]+)` \\| ([a-z]+) ").matcher(line);
            if (name.find()) {
                names.add(name.group(1));
                if (name.group(2).equals("histogram")) {
                    List.of("_bucket", "_sum", "_count")
                            .forEach(series -> names.add(name.group(1) + series));
                }
            }
        }
        return names;
    }

    private static Set<String> names(String query) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(query);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }
}
