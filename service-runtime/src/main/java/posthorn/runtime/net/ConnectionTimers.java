package posthorn.runtime.net;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one connection: one for a client that says nothing and one for a client that takes
 * too long, which share a timer; one for a client that takes nothing, and one for a client that
 * does not go, which share another. Input and new deadlines only move a number. Event loop only.
 */
final class ConnectionTimers {
    private static final long NONE = Long.MAX_VALUE;

    /** Hears of time that is up. */
    interface Events {
        /** Nothing was heard for the idle time. The clocks stop until {@link #listen}. */
        void silent();

        /** The deadline has passed, which is none from then on. */
        void expired();
    }

    private final Channel channel;
    private final Duration stall;
    private final LongSupplier taken;
    private final Events events;
    private final long origin = System.nanoTime();
    private long idleNanos;
    private long lastInput;
    private long deadline = NONE;
    private long inputTimerAt = NONE;
    private boolean stopped;
    private @Nullable ScheduledFuture<?> inputTimer;
    private @Nullable ScheduledFuture<?> outputTimer;

    /**
     * Clocks that do not run yet.
     *
     * @param idle how long a client may be silent
     * @param stall how long a client may take nothing of what it is sent
     * @param taken counts up with what the client has taken
     */
    ConnectionTimers(
            Channel channel, Duration idle, Duration stall, LongSupplier taken, Events events) {
        this.channel = channel;
        this.idleNanos = idle.toNanos();
        this.stall = stall;
        this.taken = taken;
        this.events = events;
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    // ---- input

    void heard() {
        lastInput = now();
    }

    /** Starts the idle clock anew, with another time. */
    void idleTime(Duration time) {
        idleNanos = time.toNanos();
        heard();
        listen();
    }

    /** Sets the deadline; null: there is none. */
    void deadline(@Nullable Duration time) {
        deadline = time == null ? NONE : now() + time.toNanos();
        listen();
    }

    /** Moves the deadline on; it is never further away than {@code most}. */
    void extendDeadline(Duration more, Duration most) {
        if (deadline != NONE) {
            deadline = Math.min(deadline + more.toNanos(), now() + most.toNanos());
            listen();
        }
    }

    /** Runs the clocks of input. A timer that is set for an earlier time is left as it is. */
    void listen() {
        long next = Math.min(lastInput + idleNanos, deadline);
        if (!stopped && (inputTimer == null || next < inputTimerAt)) {
            cancel(inputTimer);
            long rest = Math.max(next - now(), TimeUnit.MILLISECONDS.toNanos(1));
            inputTimerAt = next;
            inputTimer = channel.eventLoop().schedule(this::checkInput, rest, TimeUnit.NANOSECONDS);
        }
    }

    private void checkInput() {
        inputTimer = null;
        long now = now();
        if (now >= deadline) {
            deadline = NONE;
            listen();
            events.expired();
        } else if (now - lastInput >= idleNanos) {
            events.silent();
        } else {
            listen();
        }
    }

    // ---- output

    /**
     * The client has more to take than it should: it is cut off unless it takes some of it in each
     * stall time.
     */
    void writing() {
        if (outputTimer == null) {
            watchProgress(taken.getAsLong());
        }
    }

    /** The client has caught up. */
    void written() {
        cancel(outputTimer);
        outputTimer = null;
    }

    private void watchProgress(long before) {
        outputTimer =
                channel.eventLoop()
                        .schedule(
                                () -> checkProgress(before), stall.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void checkProgress(long before) {
        long now = taken.getAsLong();
        if (now == before) {
            AbortiveClose.of(channel);
        } else {
            watchProgress(now);
        }
    }

    /** The connection is cut after this time, whatever happens. */
    void cutAfter(Duration time) {
        stop();
        outputTimer =
                channel.eventLoop()
                        .schedule(
                                () -> AbortiveClose.of(channel),
                                time.toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    /** Stops the clocks for good. */
    void stop() {
        stopped = true;
        cancel(inputTimer);
        cancel(outputTimer);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
