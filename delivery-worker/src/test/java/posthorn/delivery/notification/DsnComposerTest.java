package posthorn.delivery.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.PendingNotification;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.RecipientState;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;
import posthorn.protocol.wire.ReturnContent;

/** What a sender is told. */
class DsnComposerTest {

    private static final byte[] ORIGINAL =
            "Subject: mine\r\n\r\nbody of somebody\r\n".getBytes(StandardCharsets.UTF_8);

    private final DsnComposer composer =
            new DsnComposer(
                    "mail.test",
                    Duration.ofDays(5),
                    new NotificationLanguages(
                            Map.of("near.test", NotificationLanguages.Choice.DE),
                            NotificationLanguages.Choice.EN));

    @Test
    void senderWhoSignedInGetsTheMessageBack() {
        String text = compose(mail("account", ReturnContent.RETURN_UNSPECIFIED));
        assertTrue(text.contains("Subject: mine") && text.contains("body of somebody"), text);
    }

    @Test
    void senderWhoMayBeForgedGetsTheHeaderOnly() {
        String text = compose(mail("", ReturnContent.FULL));
        assertTrue(text.contains("Subject: mine"), text);
        assertFalse(text.contains("body of somebody"), text);
    }

    @Test
    void nothingIsEverReturnedForIt() {
        QueuedMessage message = failed(mail("account", ReturnContent.FULL));
        AcceptedMail notification = composer.compose(message, pending(), ORIGINAL);
        assertEquals("", notification.getReversePath());
        assertEquals("sender@far.test", notification.getRecipients(0).getAddress());
        assertEquals("m", notification.getParent());
        assertEquals(notification, composer.compose(message, pending(), ORIGINAL));
    }

    @Test
    void senderIsToldInTheLanguageOfTheMessageOrOfItsDomain() {
        AcceptedMail far = mail("account", ReturnContent.FULL);
        assertTrue(compose(far).contains("The recipient's mailbox is full."));
        AcceptedMail near = far.toBuilder().setReversePath("s@near.test").build();
        assertTrue(compose(near).contains("Das Postfach des Empf=C3=A4ngers ist voll."));
        byte[] german =
                "Content-Language: de\r\nSubject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        AcceptedMail made = composer.compose(failed(far), pending(), german);
        assertTrue(made.getInline().toStringUtf8().contains("Subject: Nachricht nicht zugestellt"));
    }

    @Test
    void successTellsWhoHasItAndReturnsTheHeaderOnly() {
        AcceptedMail mail =
                mail("account", ReturnContent.FULL).toBuilder()
                        .setEnvelopeId("QQ314159")
                        .setRecipients(
                                0,
                                MailRecipient.newBuilder()
                                        .setAddress("u@near.test")
                                        .setAccount("u")
                                        .setOriginal("rfc822;old@near.test"))
                        .build();
        PendingNotification success =
                PendingNotification.of(
                        "m", PendingNotification.Kind.SUCCESS, List.of(0), 2000, true);
        String text = composer.compose(failed(mail), success, ORIGINAL).getInline().toStringUtf8();
        assertTrue(text.contains("Original-Envelope-Id: QQ314159\r\n"), text);
        assertTrue(text.contains("Original-Recipient: rfc822;old@near.test\r\n"), text);
        assertTrue(text.contains("Action: delivered\r\n"), text);
        assertFalse(text.contains("Diagnostic-Code"), text);
        assertFalse(text.contains("body of somebody"), text);
    }

    private String compose(AcceptedMail mail) {
        return composer.compose(failed(mail), pending(), ORIGINAL).getInline().toStringUtf8();
    }

    private static PendingNotification pending() {
        return PendingNotification.of(
                "m", PendingNotification.Kind.FAILURE, List.of(0), 2000, true);
    }

    private static QueuedMessage failed(AcceptedMail mail) {
        QueuedMessage m = QueuedMessage.accepted(mail, 1000);
        return new QueuedMessage(
                m.mail(),
                m.body(),
                List.of(
                        m.recipients()
                                .getFirst()
                                .after(
                                        new Attempt(2000, "5.2.2", "", "the mailbox is full"),
                                        RecipientState.BOUNCED)),
                m.destinations(),
                List.of(),
                List.of(),
                m.left());
    }

    private static AcceptedMail mail(String account, ReturnContent content) {
        return AcceptedMail.newBuilder()
                .setId("m")
                .setReversePath("sender@far.test")
                .setArrival(Arrival.newBuilder().setAt(1000).setAccount(account))
                .setReturnContent(content)
                .setSize(ORIGINAL.length)
                .addRecipients(MailRecipient.newBuilder().setAddress("u@near.test").setAccount("u"))
                .build();
    }
}
