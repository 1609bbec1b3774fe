package posthorn.delivery.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.policy.AttemptResult.Held;
import posthorn.delivery.policy.Consequence.NextHost;
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
    void whatWaitsForItsTurnSaysWhy() {
        DeliveryFailure paced = new DeliveryFailure.Paced("google.com", "the day is full", true);
        assertDeferred("4.4.5", paced);
        assertEquals("it waits for its turn: the day is full", FailurePolicy.result(paced).reply());
        assertEquals(NextHost.NONE, FailurePolicy.consequence(paced).nextHost());
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
    void whatAHostSaysOfItselfIsNoReasonToReturnAMessage() {
        assertDeferred("4.7.1", replied(Stage.GREETING, Reply.of(554, "5.7.1", "no service")));
        assertDeferred("4.3.2", replied(Stage.HELLO, Reply.plain(550, "go away")));
        assertDeferred("4.0.0", replied(Stage.RSET, Reply.plain(550, "no more")));
    }

    @Test
    void enhancedCodeTellsAFullMailboxFromTooManyRecipients() {
        assertFailed("5.2.2", replied(Stage.RCPT, Reply.of(552, "5.2.2", "mailbox full")));
        assertDeferred("4.5.3", replied(Stage.RCPT, Reply.of(552, "5.5.3", "too many")));
        assertDeferred("4.2.2", replied(Stage.RCPT, Reply.of(452, "4.2.2", "mailbox full")));
    }

    @Test
    void internalErrorIsNotToldToPeople() {
        Deferred deferred =
                assertInstanceOf(
                        Deferred.class, FailurePolicy.result(new DeliveryFailure.Defect()));
        assertFalse(deferred.reply().contains("java"), deferred.reply());
    }

    @Test
    void idleConnectionThatTheHostClosedConcernsNoMessage() {
        Reply closing = Reply.of(421, "4.4.2", "idle for too long");
        assertTrue(
                FailurePolicy.concernsConnection(
                        new DeliveryFailure.ConnectionLost(Stage.MAIL, "mx", "closed")));
        assertTrue(FailurePolicy.concernsConnection(replied(Stage.MAIL, closing)));
        assertFalse(FailurePolicy.concernsConnection(replied(Stage.END_OF_DATA, closing)));
        assertFalse(
                FailurePolicy.concernsConnection(
                        new DeliveryFailure.ConnectionLost(Stage.BODY, "mx", "closed")));
        assertFalse(
                FailurePolicy.concernsConnection(
                        replied(Stage.MAIL, Reply.of(450, "4.2.0", "later"))));
    }

    @Test
    void hostThatCannotTakeTheMessageIsPassedOver() {
        for (DeliveryFailure failure :
                List.of(
                        new DeliveryFailure.Unreachable("mx", "refused"),
                        new DeliveryFailure.NotOffered(SmtpExtension.EIGHT_BIT_MIME, "mx"),
                        new DeliveryFailure.TooLarge("mx", 20))) {
            assertEquals(NextHost.NEXT, FailurePolicy.consequence(failure).nextHost());
        }
        for (DeliveryFailure failure :
                List.of(
                        new DeliveryFailure.NullMx("far.test"),
                        new DeliveryFailure.BadAddress("x"),
                        new DeliveryFailure.MailboxUnavailable("away"))) {
            assertEquals(NextHost.NONE, FailurePolicy.consequence(failure).nextHost());
        }
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
