package posthorn.delivery.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.PendingNotification.Kind;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.RecipientState;
import posthorn.delivery.queue.Settlement;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.Authentication;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.Notify;
import posthorn.protocol.wire.SpfVerdict;

/** Whom an attempt's results are told to. */
class SettlementRulesTest {

    private static final AttemptResult FAILED = new Failed("5.1.1", "mx", "550 no");
    private static final AttemptResult LATER = new Deferred("4.4.1", "mx", "later", false);
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final SettlementRules rules =
            new SettlementRules(
                    TestRetryPlans.standard(),
                    TestRetryPlans.standard(),
                    new Random(1),
                    NotifiedSenders.PROVEN);

    @Test
    void failureIsToldToWhoeverIsInTheReversePath() {
        assertEquals(List.of(Kind.FAILURE), told(settle(mail("account", "a@b.test"), FAILED)));
        assertEquals(List.of(Kind.FAILURE), told(settle(proven("a@b.test"), FAILED)));
        assertEquals(List.of(), told(settle(mail("account", ""), FAILED)));
    }

    private static AcceptedMail proven(String reversePath) {
        AcceptedMail.Builder mail = mail("", reversePath).toBuilder();
        mail.getAuthenticationBuilder().getMailFromBuilder().setResult("pass");
        return mail.build();
    }

    @Test
    void nothingIsToldToWhoeverMayBeForgedAndTheTraceSaysSo() {
        Settlement settlement = settle(mail("", "a@b.test"), FAILED);
        assertEquals(List.of(), told(settlement));
        assertEquals(RecipientState.DISCARDED, settlement.recipients().getFirst().state());
        String reply = settlement.recipients().getFirst().tried().getLast().reply();
        assertEquals("550 no (the sender is not told: nothing proves who it is)", reply);
    }

    @ParameterizedTest
    @CsvSource({
        "pass, b.test, true",
        "pass, mail.b.test, true",
        "pass, B.TEST, true",
        "pass, other.test, false",
        "fail, b.test, false"
    })
    void aSignatureOfTheSendersDomainProvesIt(String result, String domain, boolean told) {
        AcceptedMail.Builder mail = mail("", "a@b.test").toBuilder();
        mail.getAuthenticationBuilder().addDkimBuilder().setResult(result).setDomain(domain);
        assertEquals(told, NotifiedSenders.PROVEN.include(mail.build()));
        assertTrue(NotifiedSenders.ALL.include(mail.build()));
    }

    @Test
    void delayIsToldOnlyToASenderWhoSignedIn() {
        Settlement known = settle(mail("account", "a@b.test"), LATER);
        assertEquals(List.of(Kind.DELAY), told(known));
        assertTrue(known.recipients().getFirst().delayNotified());
        Settlement unknown = settle(mail("", "a@b.test"), LATER);
        assertEquals(List.of(), told(unknown));
        assertFalse(unknown.recipients().getFirst().delayNotified());
    }

    @Test
    void whatNobodyWantsBackIsDiscarded() {
        AcceptedMail mail =
                mail("account", "a@b.test").toBuilder()
                        .setRecipients(
                                0,
                                MailRecipient.newBuilder()
                                        .setAddress("x@far.test")
                                        .addNotify(Notify.NEVER))
                        .build();
        Settlement settlement = settle(mail, FAILED);
        assertEquals(List.of(), told(settlement));
        assertEquals(RecipientState.DISCARDED, settlement.recipients().getFirst().state());
    }

    @Test
    void successIsToldOnlyWhereItIsAskedForAndNobodyElseTellsIt() {
        AttemptResult taken = Delivered.relayed("mx", "250 ok");
        assertEquals(List.of(), told(settle(mail("account", "a@b.test"), taken)));
        AcceptedMail asked = asking("account", Notify.SUCCESS);
        assertEquals(List.of(Kind.SUCCESS), told(settle(asked, taken)));
        assertEquals(List.of(), told(settle(asked, Delivered.relayed("mx", "250 ok", true))));
        assertEquals(List.of(), told(settle(asking("", Notify.SUCCESS), taken)));
        AcceptedMail proven =
                asking("", Notify.SUCCESS).toBuilder()
                        .setAuthentication(
                                Authentication.newBuilder()
                                        .setMailFrom(SpfVerdict.newBuilder().setResult("pass")))
                        .build();
        assertEquals(List.of(Kind.SUCCESS), told(settle(proven, taken)));
        assertEquals(List.of(), told(settle(asked.toBuilder().setReversePath("").build(), taken)));
        assertEquals(List.of(Kind.SUCCESS), told(settle(asked, Delivered.stored("u"))));
    }

    @Test
    void whoAskedForSuccessAloneHearsOfNothingElse() {
        Settlement failed = settle(asking("account", Notify.SUCCESS), FAILED);
        assertEquals(List.of(), told(failed));
        assertEquals(RecipientState.DISCARDED, failed.recipients().getFirst().state());
        assertEquals(List.of(), told(settle(asking("account", Notify.SUCCESS), LATER)));
        assertEquals(List.of(Kind.DELAY), told(settle(asking("account", Notify.DELAY), LATER)));
    }

    private static AcceptedMail asking(String account, Notify when) {
        return mail(account, "a@b.test").toBuilder()
                .setRecipients(
                        0, MailRecipient.newBuilder().setAddress("x@far.test").addNotify(when))
                .build();
    }

    @Test
    void notificationOfAMessageToOneDestinationIsSealedAtOnce() {
        assertTrue(settle(mail("a", "a@b.test"), FAILED).pending().getFirst().sealed());
        AcceptedMail two =
                mail("a", "a@b.test").toBuilder()
                        .addRecipients(MailRecipient.newBuilder().setAddress("y@other.test"))
                        .build();
        assertFalse(settle(two, FAILED).pending().getFirst().sealed());
    }

    private Settlement settle(AcceptedMail mail, AttemptResult result) {
        QueuedMessage message = QueuedMessage.accepted(mail, 0);
        return rules.settle(message, 0, "token", Map.of(0, result), DAY);
    }

    private static List<Kind> told(Settlement settlement) {
        return settlement.pending().stream().map(PendingNotification::kind).toList();
    }

    private static AcceptedMail mail(String account, String reversePath) {
        return AcceptedMail.newBuilder()
                .setId("m")
                .setReversePath(reversePath)
                .setArrival(Arrival.newBuilder().setAccount(account))
                .addRecipients(MailRecipient.newBuilder().setAddress("x@far.test"))
                .build();
    }
}
