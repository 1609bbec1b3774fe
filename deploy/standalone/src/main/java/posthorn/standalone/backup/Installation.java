package posthorn.standalone.backup;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.store.EmbeddedStore;

/**
 * The installation that this process runs, for the services in it: it is there before them.
 *
 * @param directory of all its data
 * @param store in that directory
 */
public record Installation(Path directory, EmbeddedStore store) {

    private static volatile @Nullable Installation running;

    /** Says what runs; called once, before the services start. */
    public static void runs(Path directory, EmbeddedStore store) {
        running = new Installation(directory, store);
    }

    /** What runs; empty: its database is elsewhere. */
    public static Optional<Installation> running() {
        return Optional.ofNullable(running);
    }
}
