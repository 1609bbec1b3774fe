package posthorn.e2e.loss;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.load.Sent;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;
import posthorn.e2e.system.StandaloneSystem;

/** kill -9 in the middle of things. */
class KilledTest {

    private static final int MESSAGES = Integer.getInteger("posthorn.test.messages", 600);
    private static final long SEED = Long.getLong("posthorn.test.seed", System.nanoTime() & 0xffff);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir Path directory = Path.of("unset");

    @Test
    void nothingIsLostWhenEverythingIsKilledThreeTimes() throws Exception {
        System.out.println("seed " + SEED + " (posthorn.test.seed)");
        SplittableRandom random = new SplittableRandom(SEED);
        try (LossScenario field = new LossScenario(directory);
                StandaloneSystem system = StandaloneSystem.start(directory, field.settings())) {
            field.makeAccounts(system);
            MixedLoad load = field.load(system, MESSAGES, 6, SEED);
            for (int kill = 1; kill <= 3; kill++) {
                int at = random.nextInt(MESSAGES * kill / 4, MESSAGES * (kill + 1) / 4);
                load.awaitAnswered(at);
                system.killAll();
                System.out.println("killed after " + load.answered() + " messages");
                system.startAgain();
                field.deliveryGoesOn(system, 0, Instant.now());
            }
            field.reckon(system, load.await(PATIENCE));
        }
    }

    @Test
    void nothingIsLostWhenOneOfTwoPodsOfEachServiceIsKilled() throws Exception {
        System.out.println(
                "seed " + SEED + " (posthorn.test.seed); store: " + ProcessSystem.storeName());
        SplittableRandom random = new SplittableRandom(SEED);
        try (LossScenario field = new LossScenario(directory);
                ProcessSystem system = ProcessSystem.start(directory, field.settings())) {
            field.makeAccounts(system);
            MixedLoad load = field.load(system, MESSAGES, 6, SEED);
            int kill = 0;
            for (Service service : Service.values()) {
                kill++;
                int at = random.nextInt(MESSAGES * kill / 6, MESSAGES * (kill + 1) / 6);
                load.awaitAnswered(at);
                int pod = random.nextInt(2);
                system.process(service, pod).kill();
                System.out.printf(
                        "killed pod %d of %s after %d messages%n", pod, service, load.answered());
                field.deliveryGoesOn(system, 1 - pod, Instant.now());
                system.start(service, pod);
                system.awaitReady(service, pod);
            }
            List<Sent> sent = load.await(PATIENCE);
            field.reckon(system, sent);
        }
    }
}
