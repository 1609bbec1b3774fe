package posthorn.e2e.loss;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.load.Sent;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;

/**
 * Pods of all four services are stopped in an orderly way and started again, one after the other,
 * under load: nothing is lost or sent twice, a worker's partitions go on at once, clients that wait
 * are told over a time and come back at their first attempt.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class RolloutTest {

    /** How many messages are answered between two stops; the load never ends before. */
    private static final int BETWEEN = Integer.getInteger("posthorn.test.rollout-messages", 15);

    /** How many pods of each service are stopped; 2: all. */
    private static final int PODS = Integer.getInteger("posthorn.test.rollout-pods", 1);

    private static final long SEED = Long.getLong("posthorn.test.seed", System.nanoTime() & 0xffff);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Long beside a dialogue, short beside the grace time: many stand behind their final dot. */
    private static final Duration LATE = Duration.ofMillis(400);

    /** The worker first: it stands between a final dot and its answer. Clients of all come last. */
    private static final List<Service> ROLLED_OUT =
            List.of(
                    Service.DELIVERY_WORKER,
                    Service.SMTP_INGRESS,
                    Service.MAILBOX_API,
                    Service.IMAP_POP_FRONTEND);

    @TempDir Path directory = Path.of("unset");

    @Test
    void aRolloutLosesNothingAndSendsNothingTwice() throws Exception {
        System.out.println("seed " + SEED + " (posthorn.test.seed)");
        try (LossScenario scenario = new LossScenario(directory);
                ProcessSystem system = ProcessSystem.start(directory, scenario.settings())) {
            scenario.makeAccounts(system);
            scenario.theOtherServerAnswersLate(LATE);
            MixedLoad load = scenario.load(system, MixedLoad.UNTIL_STOPPED, 2, SEED);
            for (Service service : ROLLED_OUT) {
                for (int pod = 0; pod < PODS; pod++) {
                    load.awaitAnswered(load.answered() + BETWEEN);
                    ReadersOfPod readers = ReadersOfPod.of(system, pod);
                    Instant begun = Instant.now();
                    readers.askForMuch();
                    stop(scenario, system, service, pod);
                    if (service == Service.IMAP_POP_FRONTEND) {
                        readers.assertEndedInOrder();
                    } else {
                        readers.assertStillServed();
                    }
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
            load.stop();
            List<Sent> sent = load.await(PATIENCE);
            scenario.reckonExactlyOnce(system, sent);
        }
    }

    /** SIGTERM to one pod, and what others see of it meanwhile. */
    private static void stop(LossScenario scenario, ProcessSystem system, Service service, int pod)
            throws Exception {
        switch (service) {
            case DELIVERY_WORKER -> {
                Instant begun = Instant.now();
                CompletableFuture<Integer> stopped =
                        CompletableFuture.supplyAsync(system.process(service, pod)::stop);
                scenario.deliveryGoesOn(system, pod, begun);
                stopped.join();
            }
            case IMAP_POP_FRONTEND -> {
                try (IdleClients clients = IdleClients.of(system, pod)) {
                    system.process(service, pod).stop();
                    clients.assertToldOver(LossScenario.SPREAD);
                }
            }
            case SMTP_INGRESS -> {
                try (SmtpConnection idle = SmtpConnection.plain(system.port(Use.SMTP, pod))) {
                    system.process(service, pod).stop();
                    idle.expect("421 ");
                }
            }
            case MAILBOX_API -> system.process(service, pod).stop();
        }
    }
}
