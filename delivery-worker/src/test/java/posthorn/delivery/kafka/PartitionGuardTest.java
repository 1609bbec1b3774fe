package posthorn.delivery.kafka;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PartitionGuardTest {

    private static final Path DEFAULTS =
            Path.of("src", "main", "resources", "META-INF", "microprofile-config.properties");

    @Test
    void waitsLongerThanTheFetchThatItsQuestionStandsBehind() throws IOException {
        Properties defaults = new Properties();
        try (Reader file = Files.newBufferedReader(DEFAULTS)) {
            defaults.load(file);
        }
        String fetchWait =
                defaults.getProperty("mp.messaging.incoming.accepted-in.fetch.max.wait.ms");
        Duration longest = Duration.ofMillis(Long.parseLong(fetchWait));
        assertTrue(PartitionGuard.ANSWERS_WITHIN.compareTo(longest.multipliedBy(2)) > 0, fetchWait);
    }
}
