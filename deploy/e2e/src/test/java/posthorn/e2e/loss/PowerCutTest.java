package posthorn.e2e.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.load.Sent;
import posthorn.e2e.powercut.PowerCut;
import posthorn.e2e.powercut.SyncAgent;
import posthorn.e2e.system.StandaloneSystem;

/**
 * What was answered with 250 survives a power cut, whatever the operating system had brought to the
 * disk of its own accord; and each flush is shown to be what saves it: without that of the log mail
 * is lost that stands in it alone, without that of the store mail is lost that was delivered.
 */
class PowerCutTest {

    private static final int MESSAGES = 40;
    private static final List<String> WITHOUT_FLUSH_OF_LOG =
            List.of("-Dposthorn.kafka.flush=false");
    private static final List<String> WITHOUT_FLUSH_OF_STORE =
            List.of("-Dposthorn.standalone.store-flush=false");

    /** The broker keeps what it has for ten minutes, and no consumer gets anything to deliver. */
    private static final List<String> NOTHING_IS_DELIVERED =
            List.of(
                    "-Dmp.messaging.incoming.accepted-in.fetch.min.bytes=8388608",
                    "-Dmp.messaging.incoming.accepted-in.fetch.max.wait.ms=600000",
                    "-Dmp.messaging.incoming.accepted-in.request.timeout.ms=700000");

    /** Whose files had not reached the disk without being flushed. */
    enum Cut {
        STORE,
        BOTH;

        private boolean takesLog() {
            return this == BOTH;
        }
    }

    @TempDir Path directory = Path.of("unset");

    @ParameterizedTest
    @EnumSource(Cut.class)
    void whatWasAcknowledgedIsOnDisk(Cut cut) throws Exception {
        try (LossScenario scenario = new LossScenario(directory);
                StandaloneSystem system = start(scenario, List.of())) {
            scenario.makeAccounts(system);
            List<Sent> sent = sendUntilKilled(scenario, system);
            cut(system, cut);
            system.startAgain();
            scenario.reckon(system, sent);
        }
    }

    @Test
    void mailThatStandsInTheLogAloneIsOnDisk() throws Exception {
        try (LossScenario scenario = new LossScenario(directory);
                StandaloneSystem system = notStarted(scenario, List.of())) {
            List<Sent> sent = sendIntoTheLogAlone(scenario, system);
            system.startAgain();
            scenario.reckon(system, sent);
        }
    }

    @Test
    void withoutTheFlushOfTheLogMailThatStandsInItAloneIsLost() throws Exception {
        try (LossScenario scenario = new LossScenario(directory);
                StandaloneSystem system = notStarted(scenario, WITHOUT_FLUSH_OF_LOG)) {
            List<Sent> sent = sendIntoTheLogAlone(scenario, system);
            system.startAgain();
            // The accounts are there: they are in the store, which was flushed.
            assertEquals(
                    sent.stream().filter(Sent::answered).toList(),
                    scenario.missingForGood(system, sent));
        }
    }

    @Test
    void withoutTheFlushOfTheStoreMailThatWasDeliveredIsLost() throws Exception {
        try (LossScenario scenario = new LossScenario(directory);
                StandaloneSystem system = start(scenario, List.of())) {
            scenario.makeAccounts(system);
            system.process().stop();
            system.startAgain(WITHOUT_FLUSH_OF_STORE);
            List<Sent> sent = send(scenario, system);
            scenario.reckon(system, sent);
            system.killAll();
            cut(system, Cut.STORE);
            system.startAgain();
            // The accounts are there: they were made while the store was flushed.
            assertTrue(!scenario.missingForGood(system, sent).isEmpty(), "nothing was lost");
        }
    }

    private StandaloneSystem start(LossScenario scenario, List<String> settings) {
        StandaloneSystem system = notStarted(scenario, settings);
        system.startAgain();
        return system;
    }

    private StandaloneSystem notStarted(LossScenario scenario, List<String> settings) {
        Path agent = SyncAgent.pack(directory.resolve("sync-agent.jar"));
        List<String> all =
                new ArrayList<>(
                        scenario.settings(
                                "-javaagent:" + agent + "=" + logSyncs(),
                                "-Dposthorn.standalone.store-synced-lengths=" + storeSyncs()));
        all.addAll(settings);
        return StandaloneSystem.notStarted(directory, all);
    }

    private Path logSyncs() {
        return directory.resolve("log-syncs");
    }

    private Path storeSyncs() {
        return directory.resolve("store-syncs");
    }

    /** The kill comes in the midst of it, with mail in every state. */
    private static List<Sent> sendUntilKilled(LossScenario scenario, StandaloneSystem system)
            throws Exception {
        MixedLoad load = scenario.load(system, 2 * MESSAGES, 6, 7);
        load.awaitAnswered(MESSAGES);
        load.stop();
        system.killAll();
        return answered(load.await(Duration.ofMinutes(1)));
    }

    private static List<Sent> send(LossScenario scenario, StandaloneSystem system)
            throws Exception {
        return answered(scenario.load(system, MESSAGES, 6, 7).await(Duration.ofMinutes(3)));
    }

    private static List<Sent> answered(List<Sent> sent) {
        assertTrue(sent.stream().anyMatch(Sent::answered));
        return sent;
    }

    private List<Sent> sendIntoTheLogAlone(LossScenario scenario, StandaloneSystem system)
            throws Exception {
        system.startAgain(NOTHING_IS_DELIVERED);
        scenario.makeAccounts(system);
        List<Sent> sent = send(scenario, system);
        system.killAll();
        cut(system, Cut.BOTH);
        return sent;
    }

    private void cut(StandaloneSystem system, Cut cut) {
        long log =
                cut.takesLog() ? PowerCut.broker(system.dataDir().resolve("log"), logSyncs()) : 0;
        long store = PowerCut.store(system.dataDir().resolve("store", "rocks"), storeSyncs());
        System.out.printf("the cut took %d octets of the log and %d of the store%n", log, store);
    }
}
