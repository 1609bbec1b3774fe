package posthorn.standalone;

import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import posthorn.runtime.IntakeGate;

/**
 * Closes the intake while the disk of the data directory has too little room, so that what was
 * taken can still be delivered and read.
 */
@Singleton
public final class FreeSpace implements IntakeGate {

    private static final long MEBIBYTE = 1024 * 1024;

    private final Path directory;
    private final long least;
    private volatile Optional<String> closed;

    @Inject
    FreeSpace(StandaloneSettings settings, Vertx vertx) {
        this.directory = settings.dataDir();
        this.least = settings.minFreeBytes();
        long interval = settings.freeSpaceInterval().toMillis();
        this.closed = look();
        vertx.setPeriodic(interval, timer -> vertx.executeBlocking(() -> closed = look(), false));
    }

    @Override
    public Optional<String> closed() {
        return closed;
    }

    private Optional<String> look() {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return free >= least
                    ? Optional.empty()
                    : Optional.of(
                            "only %d MiB are free on the disk of %s, %d MiB are wanted (posthorn.standalone.min-free-bytes)"
                                    .formatted(free / MEBIBYTE, directory, least / MEBIBYTE));
        } catch (IOException e) {
            return Optional.of("the free space of " + directory + " cannot be read (" + e + ")");
        }
    }
}
