package posthorn.standalone.backup;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.kafka.KafkaConnection;
import posthorn.standalone.StandaloneSettings;
import posthorn.standalone.kafka.WaitingRecords;

/**
 * Puts the records of a backup into the log of the restored installation. A file goes when the log
 * has all of it; when the process dies before, all of it is put there once more, and the workers
 * know each message by its id.
 */
@Singleton
public final class Replay {

    static final String DIRECTORY = "replay";
    static final String SUFFIX = ".records";

    private static final Logger LOG = Logger.getLogger(Replay.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Path directory;
    private final KafkaConnection kafka;
    private @Nullable Thread thread;

    @Inject
    Replay(StandaloneSettings settings, KafkaConnection kafka) {
        this.directory = settings.dataDir().resolve(DIRECTORY);
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent started) {
        if (Files.isDirectory(directory) && !files().isEmpty()) {
            thread = Thread.ofVirtual().name("replay").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        while (true) {
            try {
                for (Path file : files()) {
                    long records = WaitingRecords.replay(kafka, file);
                    Files.delete(file);
                    LOG.infof(
                            "%d messages of the backup that were not delivered are on the log again",
                            records);
                }
                return;
            } catch (IOException | RuntimeException e) {
                LOG.errorf(
                        e,
                        "ALARM: messages of the backup in %s are not on the log yet; this is tried"
                                + " again",
                        directory);
            }
            try {
                // The log does not say when it takes records again: it is asked.
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether a file has records of a backup. */
    static boolean isRecords(Path file) {
        return file.toString().endsWith(SUFFIX);
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Replay::isRecords).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
