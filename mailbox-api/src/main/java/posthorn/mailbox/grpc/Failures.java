package posthorn.mailbox.grpc;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import posthorn.mailbox.accountcache.Overloaded;

/** What callers are told when something fails. */
final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

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
            case IllegalArgumentException e -> of(Status.INVALID_ARGUMENT, e);
            case NoSuchElementException e -> of(Status.NOT_FOUND, e);
            case Overloaded e -> of(Status.RESOURCE_EXHAUSTED, e);
            default -> {
                LOG.warn("a call failed", failure);
                yield of(Status.UNAVAILABLE, failure);
            }
        };
    }

    private static StatusRuntimeException of(Status status, Throwable failure) {
        return status.withDescription(failure.getMessage()).withCause(failure).asRuntimeException();
    }
}
