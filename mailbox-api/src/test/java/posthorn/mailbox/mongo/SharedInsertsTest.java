package posthorn.mailbox.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** How inserts go together and apart, on a collection that answers when the test says so. */
class SharedInsertsTest {

    private static final int ACCOUNTS = 1000;
    private static final int ALONE = 4;

    /** A command under way. */
    private record Sent(int documents, UniEmitter<? super Object> answer) {
        void succeed() {
            answer.complete("done");
        }

        void fail() {
            answer.fail(new IllegalStateException("no answer"));
        }
    }

    private final List<Sent> sent = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, CompletionStage<SharedInserts.Answer>> answers = new HashMap<>();
    private final SharedInserts inserts =
            new SharedInserts(
                    documents ->
                            Uni.createFrom()
                                    .emitter(
                                            answer -> sent.add(new Sent(documents.size(), answer))),
                    new StoreLimits(1, ALONE, 2 * ACCOUNTS, 0),
                    nanos::get);

    private void insertAll() {
        for (int i = 0; i < ACCOUNTS; i++) {
            String account = "a" + i;
            BsonDocument document = new BsonDocument("account", new BsonString(account));
            answers.put(account, inserts.insert(account, document, 100));
        }
    }

    private SharedInserts.Answer answer(String account) {
        return Objects.requireNonNull(answers.get(account)).toCompletableFuture().join();
    }

    /** The store answers nothing: every account has gone alone from now on. */
    private void stall() {
        insertAll();
        while (!sent.isEmpty()) {
            sent.removeFirst().fail();
        }
        for (String account : answers.keySet()) {
            assertInstanceOf(SharedInserts.Answer.None.class, answer(account));
        }
    }

    @Test
    void afterAStallAFewAccountsAtATimeComeBackAlone() {
        stall();
        insertAll();
        int most = 0;
        int commands = 0;
        while (!sent.isEmpty()) {
            most = Math.max(most, sent.size());
            Sent first = sent.removeFirst();
            assertEquals(1, first.documents());
            commands++;
            first.succeed();
        }
        assertEquals(ALONE, most);
        assertEquals(ACCOUNTS, commands);
        assertInstanceOf(SharedInserts.Answer.Stands.class, answer("a999"));
    }

    @Test
    void onceAnsweredTheyGoTogetherAgain() {
        stall();
        insertAll();
        while (!sent.isEmpty()) {
            sent.removeFirst().succeed();
        }
        insertAll();
        List<Integer> documents = new ArrayList<>();
        while (!sent.isEmpty()) {
            Sent first = sent.removeFirst();
            documents.add(first.documents());
            first.succeed();
        }
        assertEquals(ACCOUNTS, documents.stream().mapToInt(Integer::intValue).sum());
        assertTrue(documents.size() <= 3, "few commands: " + documents);
    }

    @Test
    void whoeverGetsNoTurnInTimeIsToldSoAndNotSent() {
        stall();
        insertAll();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        for (int i = 0; i < ALONE; i++) {
            sent.removeFirst().succeed();
        }
        assertTrue(sent.isEmpty(), "nothing is sent that nobody waits for any more");
        long none =
                answers.keySet().stream()
                        .filter(account -> answer(account) instanceof SharedInserts.Answer.None)
                        .count();
        assertEquals(ACCOUNTS - ALONE, none);
    }

    @Test
    void nobodyWaitsBehindTheLimit() {
        for (int i = 0; i < 3; i++) {
            insertAll();
        }
        assertInstanceOf(SharedInserts.Answer.None.class, answer("a999"));
    }
}
