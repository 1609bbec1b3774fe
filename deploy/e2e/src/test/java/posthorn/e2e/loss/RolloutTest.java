package posthorn.e2e.loss;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.load.Sent;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;

/** Pods are stopped in an orderly way and started again, one after the other, under load. */
class RolloutTest {

    private static final int MESSAGES = Integer.getInteger("posthorn.test.rollout-messages", 300);
    private static final long SEED = Long.getLong("posthorn.test.seed", System.nanoTime() & 0xffff);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Long beside a dialogue, short beside the grace time: many stand behind their final dot. */
    private static final Duration LATE = Duration.ofMillis(400);

    /** What has mail in hand, the worker first: it stands between a final dot and its answer. */
    private static final List<Service> ROLLED_OUT =
            List.of(Service.DELIVERY_WORKER, Service.SMTP_INGRESS, Service.MAILBOX_API);

    @TempDir Path directory = Path.of("unset");

    @Test
    void aRolloutLosesNothingAndSendsNothingTwice() throws Exception {
        System.out.println("seed " + SEED + " (posthorn.test.seed)");
        try (LossScenario scenario = new LossScenario(directory);
                ProcessSystem system = ProcessSystem.start(directory, scenario.settings())) {
            scenario.makeAccounts(system);
            scenario.theOtherServerAnswersLate(LATE);
            MixedLoad load = scenario.load(system, MESSAGES, 6, SEED);
            int stops = 0;
            for (Service service : ROLLED_OUT) {
                for (int pod = 0; pod < system.pods(); pod++) {
                    stops++;
                    load.awaitAnswered(MESSAGES * stops / 8);
                    Instant begun = Instant.now();
                    system.process(service, pod).stop();
                    System.out.printf(
                            "pod %d of %s stopped in %d ms after %d messages%n",
                            pod,
                            service,
                            Duration.between(begun, Instant.now()).toMillis(),
                            load.answered());
                    system.start(service, pod);
                    system.awaitReady(service, pod);
                }
            }
            List<Sent> sent = load.await(PATIENCE);
            scenario.reckonExactlyOnce(system, sent);
        }
    }
}
