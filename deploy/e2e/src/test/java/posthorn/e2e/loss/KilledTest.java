package posthorn.e2e.loss;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;
import posthorn.e2e.system.StandaloneSystem;

/** kill -9 in the middle of things. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledTest {

    /** How many messages are answered between two kills, at most; the load never ends before. */
    private static final int BETWEEN = Integer.getInteger("posthorn.test.messages", 60);

    /** How often all of it is killed. */
    private static final int KILLS = Integer.getInteger("posthorn.test.kills", 2);

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
            MixedLoad load = field.load(system, MixedLoad.UNTIL_STOPPED, 2, SEED);
            for (int kill = 1; kill <= KILLS; kill++) {
                load.awaitAnswered(load.answered() + random.nextInt(BETWEEN / 3, BETWEEN));
                system.killAll();
                System.out.println("killed after " + load.answered() + " messages");
                system.startAgain();
                field.deliveryGoesOn(system, 0, Instant.now());
            }
            load.stop();
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
            MixedLoad load = field.load(system, MixedLoad.UNTIL_STOPPED, 2, SEED);
            for (Service service : Service.values()) {
                load.awaitAnswered(load.answered() + random.nextInt(BETWEEN / 3, BETWEEN));
                int pod = random.nextInt(2);
                system.process(service, pod).kill();
                System.out.printf(
                        "killed pod %d of %s after %d messages%n", pod, service, load.answered());
                field.deliveryGoesOn(system, 1 - pod, Instant.now());
                system.start(service, pod);
                system.awaitReady(service, pod);
            }
            load.stop();
            field.reckon(system, load.await(PATIENCE));
        }
    }
}
