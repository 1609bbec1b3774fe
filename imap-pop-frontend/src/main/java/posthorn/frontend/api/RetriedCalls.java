package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import posthorn.frontend.store.StoreUnavailableException;

/**
 * Calls about accounts, attempted until one is answered or patience ends. Only for what may be
 * repeated: reads, and commands under their own key. Any thread that may block.
 */
final class RetriedCalls {
    private static final long FIRST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Function<String, Channel> channels;
    private final Function<String, Channel> streams;
    private final CallTimeouts timeouts;

    /**
     * Calls that go through these channels.
     *
     * @param channels of the pod that an account's calls go to now; asked before each attempt
     * @param streams of the same pod, over a connection for what is long
     */
    RetriedCalls(
            Function<String, Channel> channels,
            Function<String, Channel> streams,
            CallTimeouts timeouts) {
        this.channels = channels;
        this.streams = streams;
        this.timeouts = timeouts;
    }

    CallTimeouts timeouts() {
        return timeouts;
    }

    /** For messages on their way, so that they hold up no short call. */
    Channel streams(String account) {
        return streams.apply(account);
    }

    Channel channel(String account) {
        return channels.apply(account);
    }

    /**
     * Attempts the call until it is answered.
     *
     * @throws StoreUnavailableException nobody answered in time
     * @throws StatusRuntimeException an answer that another attempt would not change
     */
    <T> T untilAnswered(String account, Function<Channel, T> call) {
        long end = System.nanoTime() + timeouts.retry().toNanos();
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            try {
                return call.apply(channels.apply(account));
            } catch (StatusRuntimeException e) {
                if (!maybeLater(e.getStatus())) {
                    throw e;
                }
                giveUpAfter(end, e);
            } catch (NotThereYet e) {
                giveUpAfter(end, e);
            }
            pause(Duration.ofMillis(pause));
        }
    }

    private static void giveUpAfter(long end, RuntimeException cause) {
        if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
            throw new StoreUnavailableException("mailbox-api does not answer", cause);
        }
    }

    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** Whether the same call may be answered otherwise later, or by another pod. */
    static boolean maybeLater(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE,
                    DEADLINE_EXCEEDED,
                    RESOURCE_EXHAUSTED,
                    CANCELLED,
                    ABORTED,
                    INTERNAL,
                    UNKNOWN ->
                    true;
            case OK,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS,
                    UNAUTHENTICATED ->
                    false;
        };
    }

    static boolean isNotFound(StatusRuntimeException e) {
        return e.getStatus().getCode() == Status.Code.NOT_FOUND;
    }

    /** The pod that answered has not seen yet what this one has: another attempt is due. */
    static final class NotThereYet extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotThereYet(long has, long wanted) {
            super("stands at entry " + has + ", wanted " + wanted, null, false, false);
        }
    }
}
