package posthorn.mailbox.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OctetBudgetTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private static OctetBudget budget(long octets, long share) {
        return new OctetBudget("tests", new OctetBudget.Bounds(octets, share, 10, 3, LONG));
    }

    /** Work that ends when the test says so. */
    private static CompletableFuture<String> begin(
            OctetBudget budget, String owner, long octets, CompletableFuture<String> end) {
        return budget.within(
                        owner, octets, () -> Uni.createFrom().completionStage(() -> end.copy()))
                .subscribeAsCompletionStage()
                .toCompletableFuture();
    }

    @Test
    void whoComesWhenThereIsNoRoomWaitsForIt() throws Exception {
        OctetBudget budget = budget(100, 100);
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> one = begin(budget, "a", 60, first);
        CompletableFuture<String> other =
                begin(budget, "b", 60, CompletableFuture.completedFuture("other"));
        assertFalse(other.isDone());
        assertEquals(60, budget.held());

        first.complete("one");

        assertEquals("one", one.get(10, TimeUnit.SECONDS));
        assertEquals("other", other.get(10, TimeUnit.SECONDS));
        assertEquals(0, budget.held());
    }

    @Test
    void ownerHasItsShareAndLeavesTheRestToOthers() {
        OctetBudget budget = budget(100, 40);
        CompletableFuture<String> never = new CompletableFuture<>();
        begin(budget, "a", 40, never);
        begin(budget, "a", 40, never);
        assertEquals(40, budget.held());
        assertEquals(1, budget.waiting());

        begin(budget, "b", 40, never);

        assertEquals(80, budget.held());
        assertEquals(1, budget.waiting());
    }

    @Test
    void smallRequestsDoNotKeepALargeOneOut() {
        OctetBudget budget = budget(100, 100);
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> never = new CompletableFuture<>();
        begin(budget, "a", 20, first);
        begin(budget, "b", 100, never);
        begin(budget, "c", 1, never);
        assertEquals(20, budget.held());

        first.complete("");

        assertEquals(100, budget.held());
        assertEquals(1, budget.waiting());
    }

    @Test
    void moreThanThereCanBeIsHadWhenHalfIsFree() {
        OctetBudget budget = budget(100, 40);
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> end = new CompletableFuture<>();
        begin(budget, "a", 40, first);
        begin(budget, "c", 20, new CompletableFuture<>());
        begin(budget, "b", 500, end);
        CompletableFuture<String> other =
                begin(budget, "b", 1, CompletableFuture.completedFuture("other"));
        assertEquals(60, budget.held());
        first.complete("");
        assertEquals(520, budget.held());
        assertFalse(other.isDone());
        end.complete("");
        assertTrue(other.isDone());
        assertEquals(20, budget.held());
    }

    @Test
    void octetsAreChargedUntilTheWorkEndsNotUntilItsCallerLeaves() {
        OctetBudget budget = budget(100, 100);
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> caller = begin(budget, "a", 60, end);

        caller.cancel(false);

        assertFalse(end.isDone());
        assertEquals(60, budget.held());
        end.complete("");
        assertEquals(0, budget.held());
    }

    @Test
    void whoLeavesWhileWaitingIsOutOfTheLine() {
        OctetBudget budget = budget(100, 100);
        CompletableFuture<String> end = new CompletableFuture<>();
        begin(budget, "a", 60, end);
        begin(budget, "b", 60, new CompletableFuture<>()).cancel(false);
        assertEquals(0, budget.waiting());
        assertEquals(60, budget.held());
        end.complete("");
        assertEquals(0, budget.held());
    }

    @Test
    void lineIsBoundedForEachOwnerAndForAll() {
        OctetBudget budget = budget(100, 50);
        CompletableFuture<String> never = new CompletableFuture<>();
        for (int i = 0; i < 4; i++) {
            begin(budget, "a", 50, never);
        }
        assertEquals(3, budget.waiting());
        CompletableFuture<String> refused = begin(budget, "a", 50, never);
        ExecutionException failure = assertThrows(ExecutionException.class, refused::get);
        assertInstanceOf(Overloaded.class, failure.getCause());
        assertEquals(3, budget.waiting());
    }

    @Test
    void whoWaitsTooLongIsRefused() {
        OctetBudget budget =
                new OctetBudget(
                        "tests", new OctetBudget.Bounds(100, 100, 10, 10, Duration.ofMillis(1)));
        begin(budget, "a", 60, new CompletableFuture<>());
        CompletableFuture<String> late = begin(budget, "b", 60, new CompletableFuture<>());
        CompletionException failure =
                assertThrows(
                        CompletionException.class,
                        () -> late.orTimeout(10, TimeUnit.SECONDS).join());
        assertInstanceOf(Overloaded.class, failure.getCause());
        assertEquals(0, budget.waiting());
        assertEquals(60, budget.held());
    }

    @Test
    void whatIsHeldGrowsShrinksAndIsGivenBackOnce() {
        OctetBudget budget = budget(100, 50);
        OctetBudget.Held held = budget.open("a");
        held.add(30).await().atMost(LONG);
        held.add(20).await().atMost(LONG);
        CompletableFuture<Void> more =
                held.add(10).subscribeAsCompletionStage().toCompletableFuture();
        assertFalse(more.isDone());
        held.remove(20);
        assertTrue(more.isDone());
        assertEquals(40, budget.held());
        held.close();
        held.close();
        assertEquals(0, budget.held());
    }

    @Test
    void whatWasWaitedForIsNotHadAfterTheEnd() {
        OctetBudget budget = budget(100, 100);
        CompletableFuture<String> end = new CompletableFuture<>();
        begin(budget, "a", 100, end);
        OctetBudget.Held held = budget.open("b");
        CompletableFuture<Void> more =
                held.add(10).subscribeAsCompletionStage().toCompletableFuture();
        held.close();
        end.complete("");
        assertTrue(more.isCompletedExceptionally());
        assertEquals(0, budget.held());
        assertEquals(0, budget.waiting());
    }

    @Test
    void networkOfAnAddressIsItselfOrItsFirst64Bits() {
        assertEquals("192.0.2.1", ClientNetwork.of("192.0.2.1"));
        assertEquals("192.0.2.1", ClientNetwork.of("::ffff:192.0.2.1"));
        assertEquals(ClientNetwork.of("2001:db8::1"), ClientNetwork.of("2001:db8::ffff:1:2:3"));
        assertFalse(ClientNetwork.of("2001:db8::1").equals(ClientNetwork.of("2001:db8:0:1::1")));
        assertEquals(OctetBudget.NOBODY, ClientNetwork.of("localhost"));
        assertEquals(OctetBudget.NOBODY, ClientNetwork.of(""));
    }

    @Test
    void permitsAreBoundedForEachOwnerAndForAll() {
        Permits permits = new Permits("tests", 3, 2);
        Permits.Permit one = permits.take("a");
        permits.take("a");
        assertThrows(Overloaded.class, () -> permits.take("a"));
        permits.take("b");
        assertThrows(Overloaded.class, () -> permits.take("c"));
        one.close();
        one.close();
        assertEquals(2, permits.held());
        permits.take("a");
        assertEquals(3, permits.held());
    }
}
