package posthorn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import posthorn.bench.measure.Figure;
import posthorn.bench.measure.Latencies;
import posthorn.bench.measure.Report;
import posthorn.bench.scenario.Scenario;
import posthorn.bench.scenario.Scenarios;
import posthorn.bench.scenario.Size;
import posthorn.bench.subject.Posthorn;
import posthorn.bench.subject.Sink;

/** Every scenario in its smallest size, so that none rots. What it measures here means nothing. */
class BenchTest {

    private static Sink sink;
    private static Posthorn subject;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        sink = Sink.start();
        subject = Posthorn.start(directory, sink, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        subject.close();
        sink.close();
    }

    static Stream<String> names() {
        return Scenarios.all(sink).stream().map(Scenario::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aScenarioRunsAndTellsFigures(String name) throws Exception {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        Report report =
                new Report(
                        new PrintStream(json, true, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        Scenario scenario =
                Scenarios.all(sink).stream()
                        .filter(s -> s.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        scenario.run(subject, Size.SMALLEST, report);
        List<Figure> figures = report.figures();
        assertFalse(figures.isEmpty());
        for (Figure figure : figures) {
            assertEquals(name, figure.scenario());
            assertTrue(Double.isFinite(figure.value()), figure::toString);
        }
        List<String> lines = json.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(figures.size(), lines.size());
        assertEquals(
                figures.getLast(), new ObjectMapper().readValue(lines.getLast(), Figure.class));
    }

    /** What is counted is what was done. */
    @Test
    void deliveriesAreCounted() throws Exception {
        long before = subject.delivered();
        Report report = new Report(System.out, System.out);
        Scenario deliver =
                Scenarios.all(sink).stream()
                        .filter(s -> s.name().equals("deliver"))
                        .findFirst()
                        .orElseThrow();
        deliver.run(subject, Size.SMALLEST, report);
        assertEquals(60, subject.delivered() - before);
        assertTrue(
                report.figures().stream()
                        .anyMatch(f -> f.name().equals("log flushes") && f.value() > 0));
    }

    @Test
    void percentilesAreTheUsualOnes() {
        Latencies times = new Latencies();
        for (int i = 100; i > 0; i--) {
            times.add(i * 1_000_000L);
        }
        assertEquals(50, times.millis(0.5));
        assertEquals(99, times.millis(0.99));
        assertEquals(100, times.millis(1));
    }
}
