package posthorn.mailbox.grpc;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.DateTimeException;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import posthorn.mailbox.accountcache.Unavailable;
import posthorn.mailbox.budget.Overloaded;
import posthorn.mailbox.intake.InvalidRequest;
import posthorn.mailbox.sealing.MasterKey;

/**
 * What callers are told when something fails: a sentence of ours, since it may end in a delivery
 * status notification or before an operator. What the failure itself says stands in the log, where
 * each kind of failure has its stack trace once: while a store is away, every call fails alike.
 */
final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final String DEFECT = "the request is not as the contract says";
    private static final String GONE = "what was asked for is not there";
    private static final String AWAY = "the mailbox store gave no answer: try again";

    /** Kinds of failures whose stack traces stand in the log; further ones get none. */
    private static final int MOST_TRACED = 1_000;

    private static final Set<String> TRACED = ConcurrentHashMap.newKeySet();

    private Failures() {}

    /**
     * The status that stands for a failure: INVALID_ARGUMENT and NOT_FOUND for what the caller
     * asked, RESOURCE_EXHAUSTED for a limit, UNAVAILABLE for all that another attempt may get
     * through.
     */
    static Throwable status(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException status -> status;
            case StatusException status -> status;
            case CompletionException wrapped when wrapped.getCause() != null ->
                    status(wrapped.getCause());
            case InvalidRequest e -> of(Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()), e);
            case IllegalArgumentException e -> defect(e);
            case DateTimeException e -> defect(e);
            case NoSuchElementException e -> of(Status.NOT_FOUND, GONE, e);
            case MasterKey.CannotOpen e -> {
                LOG.error("a domain's keys cannot be opened", e);
                yield of(Status.FAILED_PRECONDITION, String.valueOf(e.getMessage()), e);
            }
            case Overloaded e -> of(Status.RESOURCE_EXHAUSTED, String.valueOf(e.getMessage()), e);
            case Unavailable e -> {
                LOG.debug("a call could not be answered", e);
                yield of(Status.UNAVAILABLE, AWAY, e);
            }
            default -> {
                log("a call failed", failure);
                yield of(Status.UNAVAILABLE, AWAY, failure);
            }
        };
    }

    /** What people are told of the failure. */
    static String text(Throwable failure) {
        String text = Status.fromThrowable(status(failure)).getDescription();
        return text == null ? AWAY : text;
    }

    private static StatusRuntimeException defect(RuntimeException failure) {
        log("a caller asked for what cannot be", failure);
        return of(Status.INVALID_ARGUMENT, DEFECT, failure);
    }

    private static void log(String what, Throwable failure) {
        if (isNewKind(failure)) {
            LOG.warn(what, failure);
        } else {
            LOG.warnf("%s: %s", what, failure);
        }
    }

    /** Whether none of this class from this place was asked for before. */
    static boolean isNewKind(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        String kind = failure.getClass().getName() + (stack.length == 0 ? "" : " " + stack[0]);
        return TRACED.size() < MOST_TRACED && TRACED.add(kind);
    }

    private static StatusRuntimeException of(Status status, String text, Throwable failure) {
        return status.withDescription(text).withCause(failure).asRuntimeException();
    }
}
