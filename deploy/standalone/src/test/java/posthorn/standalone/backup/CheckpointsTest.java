package posthorn.standalone.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

/** What a checkpoint has of an installation that goes on meanwhile. */
class CheckpointsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    @TempDir private Path data = Path.of(".");

    private Checkpoints.Made make(Checkpoints.Log log) {
        try (EmbeddedStore store =
                EmbeddedStore.start(data.resolve("store"), StoreSettings.defaults().withPort(0))) {
            return new Checkpoints(new Installation(data, store), log, () -> NOW).make(List.of());
        }
    }

    @Test
    void recordsThatGoOnTheLogMeanwhileAreInIt() throws IOException {
        Path waiting = data.resolve("replay/accepted-1.records");
        Files.createDirectories(waiting.getParent());
        Files.writeString(waiting, "of the backup before");
        Checkpoints.Made made =
                make(file -> {
                    // They went on the log behind what is written down of it.
                    delete(waiting);
                    return 7;
                });
        assertEquals(7, made.records());
        assertEquals(
                "of the backup before",
                Files.readString(made.directory().resolve("replay/accepted-1.records")));
    }

    @Test
    void itHasKeysAndStoreAndNothingThatAStartMakes() throws IOException {
        Files.writeString(data.resolve("master-key"), "secret");
        Files.writeString(data.resolve("lock"), "");
        Path directory = make(file -> 0).directory();
        assertEquals("secret", Files.readString(directory.resolve("master-key")));
        assertTrue(Files.exists(directory.resolve("store/rocks/CURRENT")));
        assertFalse(Files.exists(directory.resolve("lock")));
        assertFalse(Files.exists(directory.resolve("checkpoints")));
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
