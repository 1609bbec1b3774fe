package posthorn.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How the topic of accepted mail has to be set, so that what was answered with 250 survives the
 * death of any one broker, with all that it had not flushed. Producers write with {@code acks=all}.
 *
 * <p>With three replicas or more, two have a record before it is acknowledged ({@code
 * min.insync.replicas=2}), and a replica that was not among them never leads. They flush when the
 * system does: a power cut of all brokers at once is not covered then. With one or two, one broker
 * may have to acknowledge alone: it flushes each record to its disk first ({@code
 * flush.messages=1}). What it has acknowledged is then away while it is away, and not lost.
 */
final class TopicDurability {
    private static final int REPLICAS_FOR_TWO_COPIES = 3;

    private TopicDurability() {}

    /** Settings of {@code mail.accepted}, which keeps everything, with so many replicas. */
    static Map<String, String> accepted(int replicas, boolean flush) {
        Map<String, String> config = new HashMap<>(ofCopies(replicas));
        config.put("retention.ms", "-1");
        config.put("retention.bytes", "-1");
        config.put("cleanup.policy", "delete");
        config.put("max.message.bytes", "2097152");
        if (replicas < REPLICAS_FOR_TWO_COPIES && flush) {
            config.put("flush.messages", "1");
        }
        return config;
    }

    /** How many copies there have to be, and who may lead, with so many replicas. */
    static Map<String, String> ofCopies(int replicas) {
        return Map.of(
                "min.insync.replicas",
                replicas >= REPLICAS_FOR_TWO_COPIES ? "2" : "1",
                "unclean.leader.election.enable",
                "false");
    }

    /**
     * Why an existing topic of accepted mail could lose some of it, with what to do; empty: it
     * cannot.
     *
     * @param setting the topic's value of a setting, by name
     * @param replicas the fewest that a partition of it has
     * @param flush whether a replica that acknowledges alone has to flush
     */
    static Optional<String> risk(UnaryOperator<String> setting, int replicas, boolean flush) {
        if (!setting.apply("retention.ms").equals("-1")
                || !setting.apply("retention.bytes").equals("-1")) {
            return Optional.of("set its retention.ms and retention.bytes to -1");
        }
        if (!setting.apply("cleanup.policy").equals("delete")) {
            return Optional.of("set its cleanup.policy to delete");
        }
        if (setting.apply("unclean.leader.election.enable").equals("true")) {
            return Optional.of("set its unclean.leader.election.enable to false");
        }
        return alone(setting, replicas, flush);
    }

    private static Optional<String> alone(
            UnaryOperator<String> setting, int replicas, boolean flush) {
        int copies = Integer.parseInt(setting.apply("min.insync.replicas"));
        if (copies > replicas) {
            return Optional.of(
                    "it has "
                            + replicas
                            + " replicas and takes nothing with min.insync.replicas "
                            + copies);
        }
        if (copies >= 2 || !flush || setting.apply("flush.messages").equals("1")) {
            return Optional.empty();
        }
        return Optional.of(
                replicas >= REPLICAS_FOR_TWO_COPIES
                        ? "set its min.insync.replicas to 2"
                        : "one replica may acknowledge alone: set its flush.messages to 1");
    }
}
