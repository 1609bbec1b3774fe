package posthorn.delivery;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import posthorn.delivery.dispatch.WorkerStopped;
import posthorn.delivery.kafka.RecordGate;

/**
 * The records and dialogues that are under way, and the gate that lets in no more once the worker
 * drains. Safe for all threads.
 */
public final class WorkInHand implements RecordGate {

    /** What is counted. */
    enum Kind {
        /** Records of the log, from their arrival to their acknowledgement. */
        RECORDS,
        /** Attempts, from the slot to the end of the dialogue with its result written. */
        DIALOGUES
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private boolean draining;

    /** Counts one in; false, and nothing is counted, when the worker drains. */
    boolean begin(Kind kind) {
        lock.lock();
        try {
            if (draining) {
                return false;
            }
            counts.merge(kind, 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Counts one out. */
    void end(Kind kind) {
        lock.lock();
        try {
            counts.merge(kind, -1, Integer::sum);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void enter() {
        if (!begin(Kind.RECORDS)) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new WorkerStopped();
        }
    }

    @Override
    public void leave() {
        end(Kind.RECORDS);
    }

    /** How many are under way. */
    int count(Kind kind) {
        lock.lock();
        try {
            return counts.getOrDefault(kind, 0);
        } finally {
            lock.unlock();
        }
    }

    boolean draining() {
        lock.lock();
        try {
            return draining;
        } finally {
            lock.unlock();
        }
    }

    /** Lets in no more from now on. */
    void refuseMore() {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets in no more, and waits until nothing is under way.
     *
     * @param grace waits at most so long
     * @return whether nothing is under way any more
     */
    boolean drain(Duration grace) throws InterruptedException {
        return drain(EnumSet.allOf(Kind.class), grace);
    }

    /** As {@link #drain(Duration)}, for what is of one kind. */
    boolean drain(Kind kind, Duration grace) throws InterruptedException {
        return drain(EnumSet.of(kind), grace);
    }

    private boolean drain(Set<Kind> kinds, Duration grace) throws InterruptedException {
        lock.lock();
        try {
            draining = true;
            long left = grace.toNanos();
            while (kinds.stream().anyMatch(kind -> counts.getOrDefault(kind, 0) > 0)) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waiting of records that were not let in. */
    void close() {
        over.countDown();
    }
}
