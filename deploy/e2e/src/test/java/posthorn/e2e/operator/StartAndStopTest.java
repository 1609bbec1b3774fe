package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    @CsvSource(
            delimiter = '|',
            value = {
                "posthorn.standalone.kafka-port|70000|is 70000, has to be from 0 to 65535",
                "posthorn.standalone.store-flush|perhaps|is 'perhaps', has to be true or false.",
                "posthorn.smtp-ingress.max-hops|5|is 5, has to be from 10 to 1000",
                "posthorn.delivery-worker.attempts|0|is 0, has to be from 1 to 10000",
                "posthorn.delivery-worker.retry.first|soon|is 'soon', has to be a duration as in 500ms, 10s, 5m, 4h or 30d.",
                "posthorn.relay.timeouts.greeting|0s|is 0s, has to be from 1s to 1h",
                "posthorn.relay.own-addresses|here|is 'here', has to be an IP address or a network as in 10.1.0.0/16",
                "posthorn.mailbox-api.account-cache.accounts|many|is 'many', has to be a whole number.",
                "posthorn.mongodb.uri|mongo:x|has to be a connection string as in mongodb://user:password@host:27017",
                "posthorn.imap-pop-frontend.plain-sign-in-networks|10.0.0.0/99|is '10.0.0.0/99', has to be a network as in 10.1.0.0/16 or ::1/128",
                "posthorn.smtp-ingress.max-siz|1|is '1'; there is no such setting, the nearest one is posthorn.smtp-ingress.max-size."
            })
    void aWrongSettingIsToldInOneLineBeforeAnythingStarts(String key, String value, String told) {
        try (StandaloneSystem system =
                        StandaloneSystem.notStarted(directory, List.of("-D" + key + "=" + value));
                JavaProcess process = system.launch()) {
            assertEquals(Optional.of(2), process.awaitEnd(PATIENCE));
            process.awaitLine(line -> line.startsWith("posthorn: "), PATIENCE);
            assertEquals(List.of("posthorn: " + key + ": " + told), process.output());
            assertFalse(Files.exists(system.dataDir()), "nothing has started");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtp-ingress|posthorn.smtp-ingress.max-size|1|is 1, has to be from 65536 to 2147483647",
                "delivery-worker|posthorn.delivery-worker.queue-run-interval|0s|is 0s, has to be from 50ms to 1m",
                "mailbox-api|posthorn.mailbox-api.sign-in.hashes-at-once|0|is 0, has to be from 1 to 256",
                "imap-pop-frontend|posthorn.imap-pop-frontend.imap.connections|0|is 0, has to be from 1 to 1000000",
                "delivery-worker|posthorn.service-token-file|no-such-file|is no-such-file, which cannot be read"
            })
    void alsoThatOfAServiceAlone(String service, String key, String value, String told) {
        List<String> arguments =
                List.of(
                        "-D" + key + "=" + value,
                        "-Dquarkus.http.port=0",
                        "-jar",
                        "../../" + service + "/target/quarkus-app/quarkus-run.jar");
        Path output = directory.resolve("output.log");
        try (JavaProcess process = JavaProcess.start(service, output, arguments, Map.of())) {
            assertEquals(Optional.of(2), process.awaitEnd(PATIENCE));
            process.awaitLine(line -> line.startsWith("posthorn: "), PATIENCE);
            assertEquals(List.of("posthorn: " + key + ": " + told), process.output());
        }
    }

    @Test
    void settingsOfOtherServicesAreNotLookedAtByAServiceAlone() {
        List<String> arguments =
                List.of(
                        "-Dposthorn.mailbox-api.account-cache.accounts=many",
                        "-Dposthorn.standalone.no-such-setting=1",
                        "-jar",
                        "../../delivery-worker/target/quarkus-app/quarkus-run.jar");
        Path output = directory.resolve("output.log");
        try (JavaProcess process =
                JavaProcess.start("delivery-worker", output, arguments, Map.of())) {
            assertEquals(Optional.of(2), process.awaitEnd(PATIENCE));
            process.awaitLine(line -> line.startsWith("posthorn: "), PATIENCE);
            assertEquals(
                    List.of(
                            "posthorn: posthorn.service-token-file: is not set, has to name a file"
                                    + " with the token that the services show one another"),
                    process.output());
        }
    }
}
