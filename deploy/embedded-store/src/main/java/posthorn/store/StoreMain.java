package posthorn.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * A store as a process of its own.
 *
 * <pre>
 * StoreMain data-directory [ port [ no-flush ] ]
 * </pre>
 *
 * It prints {@code ready port} and runs until it is told to stop. The system property {@code
 * posthorn.store.synced-lengths} names a file for the lengths of the log at each sync.
 */
public final class StoreMain {
    /** Where the synced lengths are recorded; not at all when it is not set. */
    public static final String SYNCED_LENGTHS = "posthorn.store.synced-lengths";

    private StoreMain() {}

    /** Runs a store until the process is told to stop. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length == 0) {
            System.err.println("usage: StoreMain data-directory [ port [ no-flush ] ]");
            System.exit(2);
        }
        String record = System.getProperty(SYNCED_LENGTHS);
        StoreSettings settings =
                StoreSettings.defaults()
                        .withPort(args.length > 1 ? Integer.parseInt(args[1]) : 0)
                        .withFlush(args.length < 3 || !args[2].equals("no-flush"))
                        .withSyncedLengths(record == null ? null : Path.of(record));
        EmbeddedStore store = EmbeddedStore.start(Path.of(args[0]), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(store::close, "store-stop"));
        System.out.println(String.format(Locale.ROOT, "ready %d", store.port()));
        new CountDownLatch(1).await();
    }
}
