package posthorn.runtime.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one connection: one for a client that says nothing, one for a client that takes
 * nothing, one for a client that does not go. At most two timers are set at a time; input only
 * moves a number. Event loop only.
 */
final class Watchdog {
    private final Channel channel;
    private final Duration stall;
    private final Runnable silent;
    private long idleNanos;
    private long lastInput = System.nanoTime();
    private @Nullable ScheduledFuture<?> idleTimer;
    private @Nullable ScheduledFuture<?> writeTimer;

    /**
     * Clocks that do not run yet.
     *
     * @param silent runs when nothing was heard for the idle time; the clock is then stopped until
     *     {@link #listen}
     */
    Watchdog(Channel channel, Duration idle, Duration stall, Runnable silent) {
        this.channel = channel;
        this.idleNanos = idle.toNanos();
        this.stall = stall;
        this.silent = silent;
    }

    void heard() {
        lastInput = System.nanoTime();
    }

    /** Starts the idle clock anew, with another time. */
    void idleTime(Duration time) {
        idleNanos = time.toNanos();
        heard();
        listen();
    }

    /** Starts the idle clock. */
    void listen() {
        cancel(idleTimer);
        long rest =
                Math.max(
                        lastInput + idleNanos - System.nanoTime(),
                        TimeUnit.MILLISECONDS.toNanos(1));
        idleTimer = channel.eventLoop().schedule(this::checkSilence, rest, TimeUnit.NANOSECONDS);
    }

    private void checkSilence() {
        if (System.nanoTime() - lastInput < idleNanos) {
            listen();
        } else {
            silent.run();
        }
    }

    /**
     * The client has more to take than it should: it is cut off unless it takes some of it in each
     * stall time.
     */
    void writing() {
        if (writeTimer == null) {
            watchProgress(unsent());
        }
    }

    /** The client has caught up. */
    void written() {
        cancel(writeTimer);
        writeTimer = null;
    }

    private void watchProgress(long before) {
        writeTimer =
                channel.eventLoop()
                        .schedule(
                                () -> checkProgress(before), stall.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void checkProgress(long before) {
        long now = unsent();
        if (now == before) {
            AbortiveClose.of(channel);
        } else {
            watchProgress(now);
        }
    }

    /** Octets written and not sent. Progress inside one large buffer shows, too. */
    private long unsent() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
    }

    /** The connection is cut after this time, whatever happens. */
    void cutAfter(Duration time) {
        stop();
        writeTimer =
                channel.eventLoop()
                        .schedule(
                                () -> AbortiveClose.of(channel),
                                time.toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    void stop() {
        cancel(idleTimer);
        cancel(writeTimer);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
