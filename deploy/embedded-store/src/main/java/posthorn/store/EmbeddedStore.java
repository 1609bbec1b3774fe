package posthorn.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.store.command.Commands;
import posthorn.store.rocks.Storage;
import posthorn.store.wire.WireServer;

/** A running store. Thread-safe. */
public final class EmbeddedStore implements AutoCloseable {
    private static final int EXIT_LOG_FAILED = 74;

    private final Storage storage;
    private final WireServer server;
    private final StoreCounters counters;
    private final @Nullable String secret;

    private EmbeddedStore(
            Storage storage, WireServer server, StoreCounters counters, @Nullable String secret) {
        this.storage = storage;
        this.server = server;
        this.counters = counters;
        this.secret = secret;
    }

    /**
     * Opens the store in a directory, which is made when it is missing, and listens on loopback.
     * When it cannot write its log any more it halts the whole process: what it has in memory and
     * what is on the disk may differ then, and nobody must be told of the former.
     *
     * @throws UncheckedIOException when the directory cannot be used, another process has it open,
     *     or the port is taken
     * @throws posthorn.store.rocks.DamagedLog when acknowledged writes are missing and the settings
     *     do not accept that
     */
    public static EmbeddedStore start(Path dataDirectory, StoreSettings settings) {
        return start(dataDirectory, settings, EmbeddedStore::halt);
    }

    /** As {@link #start(Path, StoreSettings)}, with another answer to a log that fails. */
    static EmbeddedStore start(
            Path dataDirectory, StoreSettings settings, Consumer<Throwable> onFailure) {
        Storage storage = Storage.open(dataDirectory, settings, onFailure);
        try {
            StoreCounters counters = new StoreCounters();
            Commands commands = new Commands(storage, settings, counters, Clock.systemUTC());
            return new EmbeddedStore(
                    storage,
                    new WireServer(settings, storage, commands, counters),
                    counters,
                    settings.secret());
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private static void halt(Throwable cause) {
        System.getLogger(EmbeddedStore.class.getName())
                .log(
                        System.Logger.Level.ERROR,
                        "the store cannot write its log and halts, so that nobody is told what may"
                                + " not be on the disk. Make room or mend the disk, then start"
                                + " again: everything acknowledged is there",
                        cause);
        Runtime.getRuntime().halt(EXIT_LOG_FAILED);
    }

    /** The port on loopback. */
    public int port() {
        return server.port();
    }

    /** What to give to a driver. It holds the secret, when there is one. */
    public String uri() {
        String address = "127.0.0.1:" + port() + "/?directConnection=true";
        return secret == null
                ? "mongodb://" + address
                : "mongodb://posthorn:"
                        + secret
                        + "@"
                        + address
                        + "&authMechanism=PLAIN&authSource=%24external";
    }

    /** What the store has done since its start. */
    public StoreCounters counters() {
        return counters;
    }

    /** How often the log was flushed: many answers share one flush. */
    public long flushes() {
        return storage.flushes();
    }

    /**
     * Makes a copy of the store as it is now, from which another one can start: what was answered
     * before this was called is in it. Tables are hard links to those of the store; nothing else of
     * it is shared.
     *
     * @param copy a directory that is not there yet, on the file system of the store
     * @throws UncheckedIOException when it cannot be made
     */
    public void checkpoint(Path copy) {
        try {
            Files.createDirectories(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + copy, e);
        }
        storage.checkpoint(Storage.files(copy));
    }

    /** Closes all connections, then the files. */
    @Override
    public void close() {
        server.close();
        storage.close();
    }
}
