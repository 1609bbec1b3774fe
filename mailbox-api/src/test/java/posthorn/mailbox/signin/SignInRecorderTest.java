package posthorn.mailbox.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import posthorn.protocol.signin.SignInProtocol;

class SignInRecorderTest {

    private static final SignIn.Kind KIND = kind("192.0.2.1");

    private final List<SignIn> written = new ArrayList<>();
    private final List<CompletableFuture<Void>> writes = new ArrayList<>();
    private long now = 1000;
    private final SignInRecorder recorder =
            new SignInRecorder(new SlowJournal(), () -> Instant.ofEpochMilli(now++), 2);

    private static SignIn.Kind kind(String address) {
        return new SignIn.Kind(
                address, SignInProtocol.IMAP, "", "PLAIN", "", SignInOutcome.BAD_CREDENTIALS);
    }

    /** Answers when the test says so. */
    private final class SlowJournal implements SignInJournal {
        @Override
        public CompletionStage<Void> add(SignIn attempts) {
            written.add(attempts);
            writes.add(new CompletableFuture<>());
            return writes.getLast();
        }

        @Override
        public CompletionStage<List<SignIn>> of(String account) {
            return CompletableFuture.completedStage(List.of());
        }

        @Override
        public CompletionStage<Optional<SignIn>> find(String account, String id) {
            return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public CompletionStage<Void> name(String account, String id, String client) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Boolean> answer(
                String account, String id, SignIn.OwnerAnswer answer) {
            return CompletableFuture.completedStage(false);
        }

        @Override
        public CompletionStage<Void> forget(long before) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> remove(String account) {
            return CompletableFuture.completedStage(null);
        }
    }

    @Test
    void oneWriteOfAKindIsUnderWayAndTheRestGoesWithTheNext() {
        String id = recorder.record("alice", KIND);
        for (int i = 0; i < 1000; i++) {
            assertEquals(id, recorder.record("alice", KIND));
        }
        assertEquals(1, written.size());
        writes.getFirst().complete(null);
        assertEquals(List.of(1, 1000), written.stream().map(SignIn::count).toList());
        assertEquals(1001, written.getLast().first());
        assertEquals(2000, written.getLast().last());
        writes.getLast().complete(null);
        assertEquals(0, recorder.held());
        assertEquals(2, written.size());
    }

    @Test
    void storeThatIsAwayStopsNothing() {
        recorder.record("alice", KIND);
        recorder.record("alice", KIND);
        writes.getFirst().completeExceptionally(new IllegalStateException("away"));
        assertEquals(2, written.size());
        writes.getLast().completeExceptionally(new IllegalStateException("away"));
        assertEquals(0, recorder.held());
    }

    @Test
    void kindsAtOnceAreBounded() {
        for (int i = 0; i < 10; i++) {
            recorder.record("alice", kind("192.0.2." + i));
        }
        assertEquals(2, written.size());
        assertEquals(2, recorder.held());
    }
}
