package posthorn.e2e.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import posthorn.standalone.FreePorts;

/**
 * A store and three brokers as processes, for tests that are to use servers which stand outside of
 * them where there are none. Prints the two variables that lead there, as a shell reads them, and
 * runs until it is told to stop; the processes end with it.
 *
 * <pre>
 * OutsideServers directory
 * </pre>
 */
public final class OutsideServers {

    private static final int BROKERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private OutsideServers() {}

    /** Starts them, and waits to be told to stop. */
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: OutsideServers directory");
            System.exit(2);
        }
        Path directory = Path.of(args[0]);
        Path logs = Files.createDirectories(directory.resolve("brokers"));
        int port = FreePorts.next();
        try (JavaProcess store = store(directory, port);
                BrokerCluster brokers = new BrokerCluster(logs, BROKERS)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> end(store, brokers), "servers-stop"));
            store.awaitLine(line -> line.startsWith("ready"), PATIENCE);
            System.out.println("export POSTHORN_TEST_MONGODB_URI=mongodb://127.0.0.1:" + port);
            System.out.println("export POSTHORN_TEST_KAFKA_SERVERS=" + brokers.servers());
            new CountDownLatch(1).await();
        }
    }

    private static void end(JavaProcess store, BrokerCluster brokers) {
        store.close();
        brokers.endProcesses();
    }

    private static JavaProcess store(Path directory, int port) {
        return JavaProcess.start(
                "store",
                directory.resolve("store.log"),
                List.of(
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "posthorn.store.StoreMain",
                        directory.resolve("store").toString(),
                        Integer.toString(port)),
                Map.of());
    }
}
