package posthorn.mailbox.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.memory.MemorySignInRecords;
import posthorn.mailbox.signin.Attempts.Attempt;
import posthorn.mailbox.signin.Attempts.Ended;
import posthorn.mailbox.signin.Attempts.Who;

class AttemptsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Who ALICE = new Who("alice@a.example", "192.0.2.1");

    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final MemorySignInRecords records = new MemorySignInRecords();
    private final Attempts attempts = pod();
    private int tried;

    private Attempts pod() {
        return new Attempts(
                records,
                new AttemptLimits(2, 5, 9, Duration.ofMinutes(1)),
                () -> Instant.ofEpochMilli(now.get()),
                new Permits("tests", 100, 100),
                4);
    }

    private String attempt(Attempts pod, Who who, Ended ended) {
        return pod.attempt(
                        who,
                        good -> {
                            tried++;
                            return Uni.createFrom().item(new Attempt<>(ended.name(), ended));
                        },
                        "LATER")
                .await()
                .atMost(PATIENCE);
    }

    private String attempt(Who who, Ended ended) {
        return attempt(attempts, who, ended);
    }

    @Test
    void firstFailuresCostNothingThenTheWaitDoubles() {
        for (int i = 0; i < 3; i++) {
            assertEquals("WRONG", attempt(ALICE, Ended.WRONG));
        }
        assertEquals("LATER", attempt(ALICE, Ended.RIGHT));
        now.addAndGet(999);
        assertEquals("LATER", attempt(ALICE, Ended.RIGHT));
        now.addAndGet(1);
        assertEquals("WRONG", attempt(ALICE, Ended.WRONG));
        now.addAndGet(1_999);
        assertEquals("LATER", attempt(ALICE, Ended.RIGHT));
        now.addAndGet(1);
        assertEquals("RIGHT", attempt(ALICE, Ended.RIGHT));
        assertEquals("WRONG", attempt(ALICE, Ended.WRONG));
        assertEquals(6, tried);
    }

    @Test
    void waitIsBoundedAndForgottenAfterAWhile() {
        AttemptLimits limits = new AttemptLimits(2, 5, 9, Duration.ofMinutes(1));
        assertEquals(Duration.ZERO, limits.wait(SignInKey.Kind.PAIR, 2));
        assertEquals(Duration.ofSeconds(32), limits.wait(SignInKey.Kind.PAIR, 8));
        assertEquals(Duration.ofMinutes(1), limits.wait(SignInKey.Kind.PAIR, 9));
        assertEquals(Duration.ofMinutes(1), limits.wait(SignInKey.Kind.PAIR, 1_000_000));
        for (int i = 0; i < 3; i++) {
            attempt(ALICE, Ended.WRONG);
        }
        now.addAndGet(Duration.ofMinutes(16).toMillis());
        assertEquals("WRONG", attempt(ALICE, Ended.WRONG));
        assertEquals("WRONG", attempt(ALICE, Ended.WRONG));
    }

    @Test
    void manyAtOnceAreTriedOneAfterAnotherAndGainNothing() {
        CompletableFuture<Attempt<String>> end = new CompletableFuture<>();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 66; i++) {
            answers.add(
                    attempts.attempt(
                                    ALICE,
                                    good -> {
                                        tried++;
                                        return Uni.createFrom().completionStage(() -> end.copy());
                                    },
                                    "LATER")
                            .subscribeAsCompletionStage()
                            .toCompletableFuture());
        }
        assertEquals(1, tried);
        end.complete(new Attempt<>("WRONG", Ended.WRONG));
        assertEquals(3, tried);
        assertEquals(63, answers.stream().filter(answer -> "LATER".equals(answer.join())).count());
        assertEquals(0, attempts.held());
    }

    @Test
    void clientWithSeveralConnectionsIsNotTakenForOneWhoGuesses() {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        CompletableFuture<Attempt<String>> end = new CompletableFuture<>();
        for (int i = 0; i < 5; i++) {
            answers.add(
                    attempts.attempt(
                                    ALICE,
                                    good -> Uni.createFrom().completionStage(() -> end.copy()),
                                    "LATER")
                            .subscribeAsCompletionStage()
                            .toCompletableFuture());
        }
        end.complete(new Attempt<>("RIGHT", Ended.RIGHT));
        answers.forEach(answer -> assertEquals("RIGHT", answer.join()));
    }

    @Test
    void guessesAreCountedForTheLoginFromWhereverTheyCome() {
        for (int i = 0; i < 6; i++) {
            assertEquals("WRONG", attempt(new Who("bob", "n" + i), Ended.WRONG));
        }
        assertEquals("LATER", attempt(new Who("bob", "elsewhere"), Ended.RIGHT));
        assertEquals("RIGHT", attempt(new Who("carol", "elsewhere"), Ended.RIGHT));
    }

    @Test
    void guessesAreCountedForTheNetworkWhateverTheLogin() {
        for (int i = 0; i < 10; i++) {
            assertEquals("WRONG", attempt(new Who("l" + i, "net"), Ended.WRONG));
        }
        assertEquals("LATER", attempt(new Who("carol", "net"), Ended.RIGHT));
        assertEquals("RIGHT", attempt(new Who("carol", "elsewhere"), Ended.RIGHT));
    }

    @Test
    void whoWasLetInBeforeWaitsForNoStrangersFailures() {
        assertEquals("RIGHT", attempt(ALICE, Ended.RIGHT));
        for (int i = 0; i < 10; i++) {
            attempt(new Who(ALICE.login(), "n" + i), Ended.WRONG);
            attempt(new Who("l" + i, ALICE.network()), Ended.WRONG);
        }
        assertEquals("LATER", attempt(new Who(ALICE.login(), "new"), Ended.RIGHT));
        assertEquals("RIGHT", attempt(ALICE, Ended.RIGHT));
    }

    @Test
    void allPodsCountTogether() {
        Attempts other = pod();
        assertEquals("WRONG", attempt(ALICE, Ended.WRONG));
        assertEquals("WRONG", attempt(other, ALICE, Ended.WRONG));
        assertEquals("WRONG", attempt(other, ALICE, Ended.WRONG));
        assertEquals("LATER", attempt(ALICE, Ended.RIGHT));
        now.addAndGet(1000);
        assertEquals("RIGHT", attempt(other, ALICE, Ended.RIGHT));
        assertTrue(
                records.read(List.of(), ALICE.login(), ALICE.network(), now.get())
                        .toCompletableFuture()
                        .join()
                        .good());
    }

    @Test
    void strangersOfOneNetworkAreBoundedAndTakeNothingFromWhoWasLetInBefore() {
        Attempts bounded =
                new Attempts(
                        records,
                        new AttemptLimits(2, 5, 9, Duration.ofMinutes(1)),
                        () -> Instant.ofEpochMilli(now.get()),
                        new Permits("tests", 3, 2),
                        4);
        assertEquals("RIGHT", attempt(bounded, ALICE, Ended.RIGHT));
        CompletableFuture<Attempt<String>> end = new CompletableFuture<>();
        for (String network : List.of("a", "a", "b")) {
            bounded.attempt(
                            new Who("l" + tried++, network),
                            good -> Uni.createFrom().completionStage(() -> end.copy()),
                            "LATER")
                    .subscribe()
                    .with(answer -> assertEquals("WRONG", answer));
        }
        assertEquals("LATER", attempt(bounded, new Who("l", "a"), Ended.RIGHT));
        assertEquals("LATER", attempt(bounded, new Who("l", "c"), Ended.RIGHT));
        assertEquals("RIGHT", attempt(bounded, ALICE, Ended.RIGHT));
        end.complete(new Attempt<>("WRONG", Ended.WRONG));
        assertEquals("RIGHT", attempt(bounded, new Who("l", "c"), Ended.RIGHT));
    }

    @Test
    void whatWasNotTriedIsNotCounted() {
        for (int i = 0; i < 10; i++) {
            assertEquals("UNTRIED", attempt(ALICE, Ended.UNTRIED));
        }
        assertEquals("RIGHT", attempt(ALICE, Ended.RIGHT));
    }

    @Test
    void whoLeavesWhileTheirTurnLastsLeavesTheTurnToTheNext() {
        CompletableFuture<Attempt<String>> end = new CompletableFuture<>();
        CompletableFuture<String> first =
                attempts.attempt(
                                ALICE,
                                good -> Uni.createFrom().completionStage(() -> end.copy()),
                                "LATER")
                        .subscribeAsCompletionStage()
                        .toCompletableFuture();
        CompletableFuture<String> next =
                attempts.attempt(
                                ALICE,
                                good -> Uni.createFrom().item(new Attempt<>("RIGHT", Ended.RIGHT)),
                                "LATER")
                        .subscribeAsCompletionStage()
                        .toCompletableFuture();
        first.cancel(false);
        assertFalse(next.isDone());
        end.complete(new Attempt<>("WRONG", Ended.WRONG));
        assertEquals("RIGHT", next.join());
        assertEquals(0, attempts.held());
    }
}
