package posthorn.delivery.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.Outcome.Deferred;
import posthorn.delivery.dispatch.Outcome.Failed;
import posthorn.delivery.dispatch.Outcome.Held;
import posthorn.delivery.dispatch.Trouble.Feature;
import posthorn.delivery.dispatch.Trouble.Stage;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.wire.Refusal;

/** What follows from each trouble. */
class FailurePolicyTest {

    @Test
    void permanentRepliesFailAndTransientOnesDefer() {
        assertFailed("5.7.1", replied(Stage.RCPT, Reply.of(550, "5.7.1", "no")));
        assertFailed("5.0.0", replied(Stage.MAIL, Reply.plain(550, "no")));
        assertDeferred("4.7.1", replied(Stage.RCPT, Reply.of(450, "4.7.1", "later")));
        assertDeferred("4.5.3", replied(Stage.RCPT, Reply.plain(552, "too many")));
        assertFailed("5.3.4", replied(Stage.DOT, Reply.of(552, "5.3.4", "too large")));
    }

    @Test
    void onlyWhatIsLostBehindTheDotMayBeTwice() {
        for (Stage stage : Stage.values()) {
            Deferred lost =
                    assertInstanceOf(
                            Deferred.class,
                            FailurePolicy.outcome(new Trouble.Lost(stage, "mx", "closed")));
            assertEquals(stage == Stage.DOT, lost.maybeTwice());
        }
    }

    @Test
    void dnsSaysForGoodOrNotNow() {
        assertFailed("5.1.2", new Trouble.NoSuchDomain("far.test"));
        assertFailed("5.1.10", new Trouble.NullMx("far.test"));
        assertFailed("5.4.6", new Trouble.Ourselves("far.test"));
        assertDeferred("4.4.3", new Trouble.DnsAway("far.test", "SERVFAIL"));
    }

    @Test
    void nothingIsConverted() {
        assertFailed("5.6.3", new Trouble.NotOffered(Feature.EIGHT_BIT_MIME, "mx"));
        assertFailed("5.6.7", new Trouble.NotOffered(Feature.SMTP_UTF8, "mx"));
    }

    @Test
    void mailboxesThatAreGoneFailAndFullOnesWait() {
        assertFailed("5.1.1", new Trouble.Refused(Refusal.NO_SUCH_ACCOUNT, "gone"));
        assertFailed("5.1.1", new Trouble.Refused(Refusal.ACCOUNT_CLOSED, "gone"));
        assertDeferred("4.2.2", new Trouble.Refused(Refusal.OVER_QUOTA, "full"));
        assertInstanceOf(
                Held.class, FailurePolicy.outcome(new Trouble.Refused(Refusal.TOO_OLD, "too old")));
    }

    @Test
    void anotherHostIsTriedOnlyBeforeTheMessageWasSent() {
        assertTrue(FailurePolicy.worthAnotherHost(new Trouble.Unreachable("mx", "refused")));
        assertTrue(FailurePolicy.worthAnotherHost(new Trouble.Lost(Stage.TLS, "mx", "no")));
        assertFalse(FailurePolicy.worthAnotherHost(new Trouble.Lost(Stage.DOT, "mx", "no")));
        assertFalse(FailurePolicy.worthAnotherHost(new Trouble.Lost(Stage.BODY, "mx", "no")));
        assertFalse(
                FailurePolicy.worthAnotherHost(
                        replied(Stage.MAIL, Reply.plain(550, "not from you"))));
    }

    private static Trouble replied(Stage stage, Reply reply) {
        return new Trouble.Replied(stage, "mx", reply);
    }

    private static void assertFailed(String status, Trouble trouble) {
        assertEquals(
                status, assertInstanceOf(Failed.class, FailurePolicy.outcome(trouble)).status());
    }

    private static void assertDeferred(String status, Trouble trouble) {
        assertEquals(
                status, assertInstanceOf(Deferred.class, FailurePolicy.outcome(trouble)).status());
    }
}
