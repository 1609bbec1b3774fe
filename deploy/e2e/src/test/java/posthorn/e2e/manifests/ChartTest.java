package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The chart as those who install it meet it. */
class ChartTest {

    private static final String VERSION = "0.1.0";

    @Test
    void helmHasNothingToSayAgainstIt() {
        List<String> said =
                new ArrayList<>(
                        Chart.lint().getMessages().stream()
                                .filter(line -> !line.contains("icon is recommended"))
                                .toList());
        assertEquals(List.of(), said);
        assertFalse(Chart.lint().isFailed());
    }

    @Test
    void itIsOfTheVersionOfTheImages() throws IOException {
        JsonNode chart = Document.read(Chart.FOLDER.resolve("Chart.yaml")).getFirst().node();
        assertEquals(VERSION, chart.path("version").asText());
        assertEquals(VERSION, chart.path("appVersion").asText());
    }

    @Test
    void everyValueIsDescribedAndEveryDescribedValueIsThere() throws IOException {
        JsonNode schema =
                new ObjectMapper().readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
        JsonNode values = Document.read(Chart.FOLDER.resolve("values.yaml")).getFirst().node();
        List<String> problems = new ArrayList<>();
        compare("", schema, values, problems);
        problems.remove("global is described and not there");
        assertEquals(List.of(), problems);
    }

    private static void compare(
            String path, JsonNode schema, JsonNode values, List<String> problems) {
        if (!path.isEmpty() && schema.path("description").asText().isBlank()) {
            problems.add(path + " is not described");
        }
        if (!schema.has("properties")) {
            return;
        }
        if (schema.path("additionalProperties").asBoolean(true)) {
            problems.add(path + " takes anything");
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
            JsonNode value = values.path(property.getKey());
            if (value.isMissingNode()) {
                problems.add(name + " is described and not there");
            } else {
                compare(name, property.getValue(), value, problems);
            }
        }
        values.fieldNames()
                .forEachRemaining(field -> {
                    if (!schema.path("properties").has(field)) {
                        problems.add(path + "." + field + " is there and not described");
                    }
                });
    }

    @Test
    void whatIsMisspeltOrWrongIsRefusedBeforeItIsInstalled() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "hostnam", "mail.example.org",
                                "hostname", "mail example",
                                "image.tag", "latest",
                                "smtpIngress.image.digest", "sha256:1234",
                                "smtpIngress.proxyProtocol.enabled", "true",
                                "autoscaling.kind", "vpa",
                                "kafka.security.protocol", "SASL_SSL",
                                "imapPopFrontend.service.externalTrafficPolicy", "local")
                        .entrySet()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> Chart.with(wrong.getKey(), wrong.getValue()),
                    wrong.toString());
        }
    }

    @Test
    void whatSharesBrokersAndADatabaseHasNamesOfItsOwnThere() {
        String rendered =
                Chart.with(
                        Map.of(
                                "kafka.prefix", "shop.",
                                "kafka.strimzi.topics", "true",
                                "kafka.strimzi.users", "true",
                                "mongodb.prefix", "shop_",
                                "mongodb.community.enabled", "true"));
        for (String line :
                List.of(
                        "POSTHORN_KAFKA_PREFIX: shop.\n",
                        "POSTHORN_MONGODB_PREFIX: shop_\n",
                        "name: shop.mail.accepted\n",
                        "{type: topic, name: shop.mail.events,",
                        "{type: group, name: shop.posthorn-ledger,",
                        "{db: shop_posthorn_mailbox,",
                        "{db: shop_posthorn_queue,")) {
            assertTrue(rendered.contains(line), line);
        }
    }

    @Test
    void aReleaseOfAnotherNameHasNamesOfItsOwn() {
        String rendered = Chart.with("fullnameOverride", "post");
        assertTrue(rendered.contains("name: post-smtp-ingress\n"));
        assertTrue(rendered.contains("POSTHORN_MAILBOX_API_ADDRESSES: post-mailbox-api-pods:9090"));
        assertFalse(rendered.contains("posthorn-smtp-ingress"));
    }
}
