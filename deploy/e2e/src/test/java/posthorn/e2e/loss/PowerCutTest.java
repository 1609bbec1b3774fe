package posthorn.e2e.loss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.load.Sent;
import posthorn.e2e.powercut.PowerCut;
import posthorn.e2e.powercut.SyncAgent;
import posthorn.e2e.system.StandaloneSystem;

/** What was answered with 250 survives a power cut; and the test would notice if it did not. */
class PowerCutTest {

    private static final int MESSAGES = 200;

    @TempDir Path directory = Path.of("unset");

    @Test
    void whatWasAcknowledgedIsOnDisk() throws Exception {
        cutThePower(
                List.of(),
                (field, system, sent) -> {
                    assertTrue(sent.stream().anyMatch(Sent::answered));
                    field.reckon(system, sent);
                });
    }

    @Test
    void withoutFlushingTheSameTestFindsLosses() throws Exception {
        cutThePower(
                List.of("-Dposthorn.standalone.store-flush=false", "-Dposthorn.kafka.flush=false"),
                (field, system, sent) -> assertTrue(field.findsLosses(system, sent)));
    }

    /** What is looked at when the system is there again. */
    private interface Reckoning {
        void of(LossScenario field, StandaloneSystem system, List<Sent> sent) throws Exception;
    }

    private void cutThePower(List<String> settings, Reckoning reckoning) throws Exception {
        Path brokerSyncs = directory.resolve("broker-syncs");
        Path storeSyncs = directory.resolve("store-syncs");
        Path agent = SyncAgent.pack(directory.resolve("sync-agent.jar"));
        try (LossScenario field = new LossScenario(directory)) {
            List<String> all =
                    new ArrayList<>(
                            field.settings(
                                    "-javaagent:" + agent + "=" + brokerSyncs,
                                    "-Dposthorn.standalone.store-synced-lengths=" + storeSyncs));
            all.addAll(settings);
            try (StandaloneSystem system = StandaloneSystem.start(directory, all)) {
                field.makeAccounts(system);
                MixedLoad load = field.load(system, MESSAGES, 6, 7);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> load.answered() >= MESSAGES / 2);
                load.stop();
                system.killAll();
                List<Sent> sent = load.await(Duration.ofMinutes(1));
                long log = PowerCut.broker(system.dataDir().resolve("log"), brokerSyncs);
                long store = PowerCut.store(system.dataDir().resolve("store", "rocks"), storeSyncs);
                System.out.printf(
                        "the power cut took %d octets of the log and %d of the store%n",
                        log, store);
                system.startAgain();
                reckoning.of(field, system, sent);
            }
        }
    }
}
