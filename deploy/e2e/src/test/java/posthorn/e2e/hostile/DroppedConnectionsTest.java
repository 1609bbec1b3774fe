package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.JvmFigures;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;

/**
 * A thousand clients go without a word, at every stage of every protocol. Afterwards nothing is
 * held for them any more.
 */
class DroppedConnectionsTest {

    private static final int CONNECTIONS = 1_000;
    private static final int CLIENTS = 10;
    private static final int SMALL_MESSAGES = 20;
    private static final int LARGE = 3_000_000;

    /** Far below any time-out of a silent client: who is gone is noticed, not waited for. */
    private static final Duration GIVEN_BACK = Duration.ofSeconds(60);

    /** Pools that grow on demand up to a bound. */
    private static final int SPARE_THREADS = 16;

    private static final int SPARE_FILES = 24;
    private static final long SPARE_HEAP = 16L << 20;

    @TempDir private Path directory;
    private final List<String> clients =
            IntStream.range(0, CLIENTS).mapToObj(i -> "c" + i + "@example.test").toList();

    @Test
    void nothingIsHeldForAThousandClientsThatAreGone() throws Exception {
        try (StandaloneSystem system = StandaloneSystem.start(directory, List.of())) {
            Admin admin = new Admin(system);
            admin.domain("example.test");
            clients.forEach(address -> admin.account(address, address));
            fill(system);
            JvmFigures process = system.process().figures();
            // Once through everything: pools are open, classes are loaded.
            drop(system, Stage.ALL.size());
            HeldThings.awaitNone(admin, GIVEN_BACK);
            int threads = process.threads();
            int files = process.openFiles();
            long heap = process.liveHeap();
            drop(system, CONNECTIONS);
            HeldThings.awaitNone(admin, GIVEN_BACK);
            Awaitility.await()
                    .atMost(GIVEN_BACK)
                    .untilAsserted(() -> {
                        assertBelow("threads", threads + SPARE_THREADS, process.threads());
                        assertBelow("files", files + SPARE_FILES, process.openFiles());
                        assertBelow("heap", heap + SPARE_HEAP, process.liveHeap());
                    });
            System.out.printf(
                    "threads %d, then %d; files %d, then %d; live heap %d KiB, then %d KiB%n",
                    threads,
                    process.threads(),
                    files,
                    process.openFiles(),
                    heap / 1024,
                    process.liveHeap() / 1024);
        }
    }

    private static void assertBelow(String what, long bound, long value) {
        assertTrue(value <= bound, () -> what + ": " + value + ", at most " + bound);
    }

    /** A large message each, the first one, which takes a while to read, and some small ones. */
    private void fill(StandaloneSystem system) throws Exception {
        AngusSmtp outside = AngusSmtp.plain("127.0.0.1", system.port(Use.SMTP));
        String from = "far@elsewhere.test";
        byte[] large = TestMessages.large(from, "large", LARGE, new SplittableRandom(1));
        outside.send(from, clients, large);
        awaitInboxes(system, 1);
        for (int i = 0; i < SMALL_MESSAGES; i++) {
            outside.send(from, clients, TestMessages.plain(from, "small " + i));
        }
        awaitInboxes(system, SMALL_MESSAGES + 1);
    }

    private void awaitInboxes(StandaloneSystem system, int messages) {
        for (String address : clients) {
            AngusImap imap = AngusImap.implicitTls(system.port(Use.IMAPS), address, address);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> imap.count("INBOX") == messages);
        }
    }

    /** Every client goes through the stages for itself, one connection after the other. */
    private void drop(StandaloneSystem system, int connections) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                running.add(
                        threads.submit(() -> {
                            for (int i = first; i < connections; i += CLIENTS) {
                                Stage stage = Stage.ALL.get(i % Stage.ALL.size());
                                play(system, stage, clients.get(first), i % 2 == 0);
                            }
                            return null;
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static void play(StandaloneSystem system, Stage stage, String address, boolean reset) {
        try {
            stage.play(system.port(stage.use()), address, reset);
        } catch (Exception e) {
            throw new AssertionError(stage.name() + ": " + e.getMessage(), e);
        }
    }
}
