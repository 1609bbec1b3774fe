package posthorn.frontend.api;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * How far a pod has followed an account's entries, and the lock under which the account's state
 * changes. Any thread.
 *
 * <p>Two numbers: {@code position} is the last entry that was applied, while the account is
 * followed; {@code known} is the highest one that anybody here has seen or caused. An answer from
 * before either is an answer from the past.
 */
final class LogPosition {
    private static final long NOT_FOLLOWED = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long position = NOT_FOLLOWED;
    private long known;

    <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    void run(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    boolean isFollowed() {
        return locked(() -> position != NOT_FOLLOWED);
    }

    /** Last entry that was applied. Only while followed. */
    long position() {
        return locked(() -> position);
    }

    /** Begins to follow, with everything up to {@code n} applied. */
    void follow(long n) {
        run(() -> position = n);
    }

    /** Ends to follow; whoever waits waits no more. */
    void unfollow() {
        run(() -> {
            known = Math.max(known, position);
            position = NOT_FOLLOWED;
            moved.signalAll();
        });
    }

    /** Notes that everything up to {@code n} is applied, and wakes whoever waits for it. */
    void reach(long n) {
        run(() -> {
            if (position != NOT_FOLLOWED) {
                position = Math.max(position, n);
                moved.signalAll();
            }
        });
    }

    /** Notes that entry {@code n} exists. */
    void know(long n) {
        run(() -> known = Math.max(known, n));
    }

    /** Whether every entry that is known of is applied; false while nothing is followed. */
    boolean isCurrent() {
        return locked(() -> position != NOT_FOLLOWED && position >= known);
    }

    /** Refuses an answer that was true at {@code n} when more is known here. */
    void requireCurrent(long n) {
        long wanted = locked(() -> Math.max(known, position));
        if (n < wanted) {
            throw new RetriedCalls.NotThereYet(n, wanted);
        }
    }

    /**
     * Waits until {@code n} is applied; false: it was not, in this time. True at once while nothing
     * is followed.
     */
    boolean await(long n, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (position != NOT_FOLLOWED && position < n) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
