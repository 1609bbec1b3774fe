package posthorn.e2e.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alert rules use what is exported, and each has its section in the operations manual. */
class AlertsTest {

    private static final Path FOLDER = MetricCatalogue.ROOT.resolve("deploy/grafana");
    private static final Path RULES = FOLDER.resolve("alerts.yaml");
    private static final String MANUAL = "docs/operations.md";
    private static final Pattern SECTION =
            Pattern.compile("^### (\\w+)\\n\\n((?:(?!^#).*\\n?)*)", Pattern.MULTILINE);

    /** A section says what it means, what to look at and what to do: less is none. */
    private static final int LEAST = 150;

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        new YAMLMapper()
                .readTree(Files.readString(RULES))
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        assertTrue(rules.size() > 20, () -> "only " + rules.size() + " rules are read");
        return rules;
    }

    @Test
    void rulesUseWhatIsExported() throws IOException {
        MetricCatalogue catalogue = MetricCatalogue.read();
        List<String> defects = new ArrayList<>();
        for (JsonNode rule : rules()) {
            new Expression(rule.path("expr").asText())
                    .defects(catalogue)
                    .forEach(each -> defects.add(rule.path("alert").asText() + ": " + each));
        }
        assertEquals(List.of(), defects);
    }

    @Test
    void eachAlertHasItsSectionAndEachSectionItsAlert() throws IOException {
        Set<String> alerts = new TreeSet<>();
        for (JsonNode rule : rules()) {
            String name = rule.path("alert").asText();
            assertTrue(alerts.add(name), () -> name + " stands there twice");
            assertEquals(
                    MANUAL + "#" + name.toLowerCase(Locale.ROOT),
                    rule.at("/annotations/runbook_url").asText());
            assertFalse(rule.at("/annotations/summary").asText().isBlank(), name);
            assertTrue(
                    Set.of("warning", "critical").contains(rule.at("/labels/severity").asText()),
                    name);
        }
        Set<String> sections = new TreeSet<>();
        Matcher section = SECTION.matcher(Files.readString(MetricCatalogue.ROOT.resolve(MANUAL)));
        while (section.find()) {
            sections.add(section.group(1));
            assertTrue(
                    section.group(2).length() > LEAST,
                    section.group(1) + " says too little: " + section.group(2));
        }
        assertEquals(alerts, sections);
    }

    @Test
    void aWrongExpressionIsNoticed() {
        MetricCatalogue catalogue =
                MetricCatalogue.parse("| `posthorn_a_total` | counter | x | kind | sum | x |\n");
        for (String wrong :
                List.of(
                        "sum(posthorn_b_total)",
                        "sum(posthorn_a_total{other=\"x\"})",
                        "sum by (other) (posthorn_a_total)",
                        "sum(posthorn_a_total",
                        "1 > 0")) {
            assertFalse(new Expression(wrong).defects(catalogue).isEmpty(), wrong);
        }
        String good = "sum by (kind) (rate(posthorn_a_total{kind=~\"b|c\"}[5m])) > 2 * time()";
        assertEquals(List.of(), new Expression(good).defects(catalogue));
    }

    @Test
    void prometheusUnderstandsTheRulesAndRaisesWhatItShould() throws Exception {
        assumeTrue(installed("promtool"), "skipped: install prometheus");
        promtool("check", "rules", "alerts.yaml");
        promtool("test", "rules", "alerts-test.yaml");
    }

    private static boolean installed(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static void promtool(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
