package posthorn.delivery.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.AttemptResult.Held;
import posthorn.delivery.policy.DeliveryFailure.SmtpExtension;
import posthorn.delivery.policy.DeliveryFailure.Stage;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.wire.Refusal;

/** What follows from each failure. */
class FailurePolicyTest {

    @Test
    void permanentRepliesFailAndTransientOnesDefer() {
        assertFailed("5.7.1", replied(Stage.RCPT, Reply.of(550, "5.7.1", "no")));
        assertFailed("5.0.0", replied(Stage.MAIL, Reply.plain(550, "no")));
        assertDeferred("4.7.1", replied(Stage.RCPT, Reply.of(450, "4.7.1", "later")));
        assertDeferred("4.5.3", replied(Stage.RCPT, Reply.plain(552, "too many")));
        assertFailed("5.3.4", replied(Stage.END_OF_DATA, Reply.of(552, "5.3.4", "too large")));
    }

    @Test
    void onlyWhatIsLostBehindTheDotMayBeTwice() {
        for (Stage stage : Stage.values()) {
            Deferred lost =
                    assertInstanceOf(
                            Deferred.class,
                            FailurePolicy.result(
                                    new DeliveryFailure.ConnectionLost(stage, "mx", "closed")));
            assertEquals(stage == Stage.END_OF_DATA, lost.maybeTwice());
        }
    }

    @Test
    void dnsSaysForGoodOrNotNow() {
        assertFailed("5.1.2", new DeliveryFailure.NoSuchDomain("far.test"));
        assertFailed("5.1.10", new DeliveryFailure.NullMx("far.test"));
        assertFailed("5.4.6", new DeliveryFailure.LoopsBack("far.test"));
        assertDeferred("4.4.3", new DeliveryFailure.DnsUnavailable("far.test", "SERVFAIL"));
    }

    @Test
    void nothingIsConverted() {
        assertFailed("5.6.3", new DeliveryFailure.NotOffered(SmtpExtension.EIGHT_BIT_MIME, "mx"));
        assertFailed("5.6.7", new DeliveryFailure.NotOffered(SmtpExtension.SMTP_UTF8, "mx"));
    }

    @Test
    void mailboxesThatAreGoneFailAndFullOnesWait() {
        assertFailed("5.1.1", new DeliveryFailure.MailboxRefused(Refusal.NO_SUCH_ACCOUNT, "gone"));
        assertFailed("5.1.1", new DeliveryFailure.MailboxRefused(Refusal.ACCOUNT_CLOSED, "gone"));
        assertDeferred("4.2.2", new DeliveryFailure.MailboxRefused(Refusal.OVER_QUOTA, "full"));
        assertInstanceOf(
                Held.class,
                FailurePolicy.result(
                        new DeliveryFailure.MailboxRefused(Refusal.TOO_OLD, "too old")));
    }

    @Test
    void anotherHostIsTriedOnlyBeforeTheMessageWasSent() {
        assertTrue(
                FailurePolicy.worthAnotherHost(new DeliveryFailure.Unreachable("mx", "refused")));
        assertTrue(
                FailurePolicy.worthAnotherHost(
                        new DeliveryFailure.ConnectionLost(Stage.TLS, "mx", "no")));
        assertFalse(
                FailurePolicy.worthAnotherHost(
                        new DeliveryFailure.ConnectionLost(Stage.END_OF_DATA, "mx", "no")));
        assertFalse(
                FailurePolicy.worthAnotherHost(
                        new DeliveryFailure.ConnectionLost(Stage.BODY, "mx", "no")));
        assertFalse(
                FailurePolicy.worthAnotherHost(
                        replied(Stage.MAIL, Reply.plain(550, "not from you"))));
    }

    private static DeliveryFailure replied(Stage stage, Reply reply) {
        return new DeliveryFailure.UnexpectedReply(stage, "mx", reply);
    }

    private static void assertFailed(String status, DeliveryFailure failure) {
        assertEquals(
                status, assertInstanceOf(Failed.class, FailurePolicy.result(failure)).status());
    }

    private static void assertDeferred(String status, DeliveryFailure failure) {
        assertEquals(
                status, assertInstanceOf(Deferred.class, FailurePolicy.result(failure)).status());
    }
}
