package posthorn.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TopicDurabilityTest {
    private static final String NEVER = Long.toString(Long.MAX_VALUE);

    @Test
    void whatWeMakeIsWhatWeAccept() {
        for (int replicas = 1; replicas <= 6; replicas++) {
            Map<String, String> made = TopicDurability.accepted(replicas, true);
            assertEquals(Optional.empty(), risk(made, replicas), "replicas: " + replicas);
        }
    }

    @Test
    void twoHaveARecordOrOneHasItOnItsDisk() {
        for (int replicas = 1; replicas <= 6; replicas++) {
            Map<String, String> made = TopicDurability.accepted(replicas, true);
            boolean twoCopies = "2".equals(made.get("min.insync.replicas"));
            boolean onDisk = "1".equals(made.get("flush.messages"));
            assertTrue(twoCopies || onDisk, "replicas: " + replicas);
            assertEquals("false", made.get("unclean.leader.election.enable"));
        }
    }

    @Test
    void oneBrokerDownDoesNotStopMailWhereThereAreSeveral() {
        for (int replicas = 2; replicas <= 6; replicas++) {
            String copies = TopicDurability.ofCopies(replicas).get("min.insync.replicas");
            assertTrue(Integer.parseInt(String.valueOf(copies)) < replicas);
        }
    }

    @Test
    void oneCopyWithoutAFlushIsARisk() {
        assertTrue(risk(with(1, "flush.messages", NEVER), 1).orElse("").contains("flush"));
        assertTrue(risk(with(2, "flush.messages", NEVER), 2).orElse("").contains("flush"));
        Map<String, String> three = with(3, "min.insync.replicas", "1");
        assertTrue(risk(three, 3).orElse("").contains("min.insync.replicas to 2"));
    }

    @Test
    void oneCopyIsNoRiskWhereItIsFlushedOrTwoAreWanted() {
        Map<String, String> three = with(3, "min.insync.replicas", "1");
        three.put("flush.messages", "1");
        assertEquals(Optional.empty(), risk(three, 3));
        assertEquals(Optional.empty(), risk(with(2, "min.insync.replicas", "2"), 2));
    }

    @Test
    void moreCopiesThanReplicasTakeNothing() {
        assertTrue(risk(with(1, "min.insync.replicas", "2"), 1).orElse("").contains("nothing"));
    }

    @Test
    void experimentWithoutFlushIsLetBe() {
        Map<String, String> made = TopicDurability.accepted(1, false);
        assertFalse(made.containsKey("flush.messages"));
        made.put("flush.messages", NEVER);
        assertEquals(Optional.empty(), TopicDurability.risk(value(made), 1, false));
    }

    @Test
    void whatForgetsOrLetsAnyReplicaLeadIsARisk() {
        assertTrue(risk(with(3, "retention.ms", "604800000"), 3).isPresent());
        assertTrue(risk(with(3, "retention.bytes", "1000000"), 3).isPresent());
        assertTrue(risk(with(3, "cleanup.policy", "compact"), 3).isPresent());
        assertTrue(risk(with(3, "unclean.leader.election.enable", "true"), 3).isPresent());
    }

    private static Map<String, String> with(int replicas, String name, String value) {
        Map<String, String> config = new HashMap<>(TopicDurability.accepted(replicas, true));
        config.put(name, value);
        return config;
    }

    private static Optional<String> risk(Map<String, String> config, int replicas) {
        return TopicDurability.risk(value(config), replicas, true);
    }

    /** As a broker answers: what was not set has its default. */
    private static java.util.function.UnaryOperator<String> value(Map<String, String> config) {
        return name -> config.getOrDefault(name, NEVER);
    }
}
