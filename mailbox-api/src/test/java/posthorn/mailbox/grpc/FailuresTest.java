package posthorn.mailbox.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void aKindOfFailureIsTracedOnce() {
        assertTrue(Failures.isNewKind(storeIsAway()));
        assertFalse(Failures.isNewKind(storeIsAway()));
        assertTrue(Failures.isNewKind(new IllegalStateException("of another place")));
    }

    private static IllegalStateException storeIsAway() {
        return new IllegalStateException("away " + System.nanoTime());
    }

    @Test
    void callersHearNothingOfExceptions() {
        Status status =
                Status.fromThrowable(
                        Failures.status(
                                new CompletionException(new IllegalStateException("secret"))));
        assertEquals(Status.Code.UNAVAILABLE, status.getCode());
        assertFalse(String.valueOf(status.getDescription()).contains("secret"));
    }
}
