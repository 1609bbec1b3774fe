package posthorn.delivery.relay;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many dialogues with hosts are in hand, and how they stop. States: open → stopping (none
 * begins) → over (none comes to its final dot). Safe for all threads.
 */
final class DialoguesInHand {

    private enum State {
        OPEN,
        STOPPING,
        OVER
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private State state = State.OPEN;
    private int count;

    /** A dialogue begins; false: it must not any more. */
    boolean begin() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                count++;
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A dialogue that began is done. */
    void end() {
        lock.lock();
        try {
            count--;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Dialogues that began and are not done. */
    int count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** No dialogue begins any more. */
    void stop() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.STOPPING;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether a final dot may be sent: its reply is waited for. */
    boolean mayEnd() {
        lock.lock();
        try {
            return state != State.OVER;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until none is in hand or the time is up. In the second half of the time only replies to
     * final dots are waited for, none is sent any more.
     *
     * @return whether none is in hand
     */
    boolean awaitEnd(Duration grace) {
        lock.lock();
        try {
            await(grace.dividedBy(2));
            state = State.OVER;
            await(grace.dividedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state = State.OVER;
            lock.unlock();
        }
        return count() == 0;
    }

    private void await(Duration time) throws InterruptedException {
        long left = time.toNanos();
        while (count > 0 && left > 0) {
            left = ended.awaitNanos(left);
        }
    }
}
