package posthorn.delivery.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.MemoryQueue;
import posthorn.delivery.queue.PendingNotification;
import posthorn.protocol.wire.AcceptedMail;

/**
 * What lies outside of the workers: store, log, mailboxes, other hosts; and the faults on the way.
 */
final class QueueWorld {

    /** A record on the log. */
    static final class LogRecord {
        final AcceptedMail mail;
        boolean handedOut;
        boolean acknowledged;
        SeededScheduler.@org.jspecify.annotations.Nullable WorkerProcess holder;

        LogRecord(AcceptedMail mail) {
            this.mail = mail;
        }
    }

    final Random random;
    final SeededScheduler turns;
    final SeededScheduler.WorkerProcess outside = new SeededScheduler.WorkerProcess("outside");
    final MemoryQueue queue;
    final List<LogRecord> log = new ArrayList<>();
    final Set<String> mailboxes = new HashSet<>();
    final Map<String, Integer> sent = new HashMap<>();
    final Map<String, Long> dropped = new HashMap<>();
    final Map<String, PendingNotification> told = new LinkedHashMap<>();
    final Map<String, String> parents = new HashMap<>();
    final Map<String, Integer> counts = new LinkedHashMap<>();
    boolean faults = true;

    /** Local accounts over quota, and hosts that are down, until then. */
    final Map<String, Long> awayUntil = new HashMap<>();

    QueueWorld(Random random, MemoryQueue queue) {
        this.random = random;
        this.turns = new SeededScheduler(random);
        this.queue = queue;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** Whether something that happens so often, in a thousand, happens now. */
    boolean chance(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /**
     * A question to something far away: it may be lost, its answer may be lost, it may take effect
     * late, or twice.
     */
    <T> T far(Supplier<T> effect) {
        turns.step();
        int fate = faults ? random.nextInt(1000) : 1000;
        if (fate < 15) {
            count("questions lost");
            throw new AnswerLost("the question was lost");
        }
        if (fate < 30) {
            count("answers lost");
            var _ = effect.get();
            turns.step();
            throw new AnswerLost("the answer was lost");
        }
        if (fate < 40) {
            count("done late");
            later(effect);
            throw new AnswerLost("done late");
        }
        if (fate < 50) {
            count("done twice");
            later(effect);
        }
        T answer = effect.get();
        turns.step();
        return answer;
    }

    private <T> void later(Supplier<T> effect) {
        long delay = random.nextInt(120_000);
        turns.start(
                outside,
                () -> {
                    turns.sleep(delay);
                    var _ = effect.get();
                });
    }

    /** Sends to another host; sending more often than counted is what must not happen. */
    void send(AcceptedMail mail, int ordinal) {
        String key = mail.getId() + "/" + ordinal;
        int times = sent.merge(key, 1, Integer::sum);
        if (times > 1) {
            count("sent again");
        }
        int allowed =
                1
                        + queue.find(mail.getId())
                                .map(m ->
                                        m.destinations()
                                                .get(m.recipients().get(ordinal).destination())
                                                .maybeTwice())
                                .orElse(0);
        if (times > allowed) {
            throw new Violation(key + " was sent " + times + " times, counted " + allowed);
        }
    }

    /** An invariant that does not hold. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String what) {
            super(what);
        }
    }
}
