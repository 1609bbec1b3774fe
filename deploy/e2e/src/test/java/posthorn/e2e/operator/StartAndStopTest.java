package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.e2e.system.JavaProcess;
import posthorn.e2e.system.StandaloneSystem;

/** How the whole starts and stops, and how it refuses to start. */
class StartAndStopTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern NOISE = Pattern.compile("\\b(WARN|ERROR|WARNING|Exception)\\b");

    @TempDir private Path directory;

    @Test
    void aCleanStartAndStopSayNothingThatLooksLikeTrouble() {
        try (StandaloneSystem system = StandaloneSystem.start(directory, List.of())) {
            cleanly(system);
            system.startAgain();
            cleanly(system);
        }
    }

    private static void cleanly(StandaloneSystem system) {
        JavaProcess process = system.process();
        process.stop();
        process.awaitLine(line -> line.contains("stopped, everything is on disk"), PATIENCE);
        List<String> noise =
                process.output().stream().filter(line -> NOISE.matcher(line).find()).toList();
        assertEquals(List.of(), noise);
    }

    @Test
    void aSecondOneOnTheSameDirectorySaysWhoHoldsIt() {
        try (StandaloneSystem first = StandaloneSystem.start(directory, List.of());
                JavaProcess second = first.launch()) {
            String line = second.awaitLine(l -> l.contains("is in use by"), PATIENCE);
            assertTrue(line.contains("process " + first.process().pid() + ","), line);
            assertTrue(line.contains("posthorn.standalone.data-dir"), line);
            assertEquals(Optional.of(2), second.awaitEnd(PATIENCE));
            assertTrue(first.process().isAlive());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "posthorn.standalone.kafka-port=70000",
                "posthorn.smtp-ingress.max-hops=5",
                "posthorn.delivery-worker.attempts=0",
                "posthorn.mailbox-api.account-cache.accounts=many",
                "posthorn.imap-pop-frontend.plain-sign-in-networks=10.0.0.0/99",
                "posthorn.smtp-ingress.no-such-setting=1"
            })
    void aWrongSettingStopsTheStartAndIsNamed(String setting) {
        try (StandaloneSystem system = StandaloneSystem.notStarted(directory, "-D" + setting);
                JavaProcess process = system.launch()) {
            String key = setting.substring(0, setting.indexOf('='));
            process.awaitLine(line -> line.contains(key), PATIENCE);
            assertEquals(Optional.of(2), process.awaitEnd(PATIENCE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "smtp-ingress, posthorn.smtp-ingress.max-size=1",
        "delivery-worker, posthorn.delivery-worker.queue-run-interval=0s",
        "mailbox-api, posthorn.mailbox-api.sign-in.hashes-at-once=0",
        "imap-pop-frontend, posthorn.imap-pop-frontend.imap.connections=0"
    })
    void alsoThatOfAServiceAlone(String service, String setting) throws IOException {
        Path token = directory.resolve("token");
        Files.writeString(token, "0123456789abcdef0123456789abcdef\n");
        List<String> arguments =
                List.of(
                        "-D" + setting,
                        "-Dposthorn.service-token-file=" + token,
                        "-Dposthorn.admin-token-file=" + token,
                        "-Dquarkus.http.port=0",
                        "-jar",
                        "../../" + service + "/target/quarkus-app/quarkus-run.jar");
        Path output = directory.resolve("output.log");
        try (JavaProcess process = JavaProcess.start(service, output, arguments, Map.of())) {
            String key = setting.substring(0, setting.indexOf('='));
            process.awaitLine(line -> line.contains(key), PATIENCE);
            assertTrue(process.awaitEnd(PATIENCE).orElse(0) != 0);
        }
    }
}
