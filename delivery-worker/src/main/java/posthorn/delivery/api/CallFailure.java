package posthorn.delivery.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** What a failed call to {@code mailbox-api} is told as: a sentence, never an exception's text. */
final class CallFailure {

    private CallFailure() {}

    /** A sentence for queue, trace and notification. */
    static String words(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE -> "the mailbox service cannot be reached";
            case DEADLINE_EXCEEDED -> "the mailbox service did not answer in time";
            case RESOURCE_EXHAUSTED -> "the mailbox service has no room for the message now";
            case CANCELLED -> "the worker stopped waiting for the mailbox service";
            case OK,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    DATA_LOSS,
                    UNAUTHENTICATED ->
                    "the mailbox service could not do it now";
        };
    }

    /** A sentence for a call that ended with {@code e}, or for which no pod was known. */
    static String words(RuntimeException e) {
        return e instanceof StatusRuntimeException status
                ? words(status.getStatus().getCode())
                : "no address of the mailbox service is known";
    }
}
