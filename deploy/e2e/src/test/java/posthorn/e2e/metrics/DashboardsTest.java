package posthorn.e2e.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboards are whole and ask for what is exported. */
class DashboardsTest {

    private static final Path FOLDER = MetricCatalogue.ROOT.resolve("deploy/grafana/dashboards");
    private static final Set<String> PANELS =
            Set.of("timeseries", "stat", "table", "bargauge", "heatmap", "row", "text");
    private static final int COLUMNS = 24;

    @Test
    void panelsAskForWhatIsExported() throws IOException {
        MetricCatalogue catalogue = MetricCatalogue.read();
        List<String> defects = new ArrayList<>();
        Set<String> uids = new HashSet<>();
        int queries = 0;
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                String name = file.getFileName().toString();
                assertTrue(uids.add(dashboard.path("uid").asText()), name);
                assertTrue(dashboard.path("title").asText().startsWith("Posthorn / "), name);
                assertTrue(dashboard.path("schemaVersion").asInt() >= 36, name);
                assertEquals("prometheus", dashboard.at("/templating/list/0/query").asText(), name);
                Set<Integer> ids = new HashSet<>();
                for (JsonNode panel : dashboard.path("panels")) {
                    String where = name + ", " + panel.path("title").asText();
                    assertTrue(ids.add(panel.path("id").asInt()), where);
                    assertTrue(PANELS.contains(panel.path("type").asText()), where);
                    JsonNode place = panel.path("gridPos");
                    assertTrue(place.path("w").asInt() > 0 && place.path("h").asInt() > 0, where);
                    assertTrue(place.path("x").asInt() + place.path("w").asInt() <= COLUMNS, where);
                    for (JsonNode target : panel.path("targets")) {
                        queries++;
                        new Expression(target.path("expr").asText())
                                .defects(catalogue)
                                .forEach(defect -> defects.add(where + ": " + defect));
                    }
                }
            }
        }
        assertEquals(7, uids.size());
        assertTrue(queries > 60, "only " + queries + " queries: something is not read");
        assertEquals(List.of(), defects);
    }
}
