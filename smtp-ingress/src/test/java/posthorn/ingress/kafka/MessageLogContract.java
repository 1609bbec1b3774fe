package posthorn.ingress.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.MessageLog;
import posthorn.ingress.session.Role;
import posthorn.protocol.smtp.DsnCondition;
import posthorn.protocol.smtp.DsnMessageOptions;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.DsnReturn;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.OriginalRecipient;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.tls.SenderWish;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Notify;
import posthorn.protocol.wire.ReturnContent;

/** What every {@link MessageLog} has to keep. */
abstract class MessageLogContract {
    /** A log that can be reached. */
    abstract MessageLog log();

    /** One that cannot, and gives up soon. */
    abstract MessageLog unreachable();

    /** All records that stand on the log, read from its start. */
    abstract List<AcceptedMail> read();

    @Test
    void whatWasAppendedStandsThereWhole() throws IOException {
        log().append(message("whole", "text\r\n"));
        AcceptedMail mail = find("whole");
        assertEquals("carol@example.org", mail.getReversePath());
        assertEquals("alice@example.test", mail.getRecipients(0).getAddress());
        assertEquals("a1", mail.getRecipients(0).getAccount());
        assertEquals("dave@elsewhere.example", mail.getRecipients(1).getAddress());
        assertEquals("", mail.getRecipients(1).getAccount());
        assertEquals("Received: x\r\ntext\r\n", mail.getInline().toStringUtf8());
        assertEquals("<1@example.org>", mail.getMessageId());
        assertEquals("192.0.2.1", mail.getArrival().getClientAddress());
        assertEquals("laptop", mail.getArrival().getHelo());
        assertEquals("TLSv1.3 X", mail.getArrival().getTls());
        assertEquals("a1", mail.getArrival().getAccount());
        assertEquals("submission", mail.getArrival().getListener());
        assertEquals(SessionFixture.NOW.toEpochMilli(), mail.getArrival().getAt());
        assertTrue(mail.getEightBit());
        assertTrue(mail.getRequireTls());
    }

    @Test
    void whatTheSenderWantsOfNotificationsStandsThere() throws IOException {
        log().append(message("dsn", "text\r\n"));
        AcceptedMail mail = find("dsn");
        assertEquals("order 7", mail.getEnvelopeId());
        assertEquals(ReturnContent.HEADERS, mail.getReturnContent());
        assertEquals("rfc822;list+alice@example.test", mail.getRecipients(0).getOriginal());
        assertEquals(List.of(Notify.FAILURE, Notify.DELAY), mail.getRecipients(1).getNotifyList());
    }

    @Test
    void manyAtOnceAllStandThere() throws Exception {
        Set<String> wanted = new HashSet<>();
        List<Callable<Boolean>> appends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = "many-" + i;
            wanted.add(id);
            appends.add(() -> {
                log().append(message(id, "x".repeat(1_000)));
                return true;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> append : threads.invokeAll(appends)) {
                assertTrue(append.get());
            }
        }
        Set<String> found = new HashSet<>();
        read().forEach(mail -> found.add(mail.getId()));
        assertTrue(found.containsAll(wanted));
    }

    @Test
    void whatIsNotAcknowledgedIsAnError() {
        assertThrows(IOException.class, () -> unreachable().append(message("never", "x")));
    }

    private AcceptedMail find(String id) {
        return read().stream().filter(m -> m.getId().equals(id)).findFirst().orElseThrow();
    }

    static AcceptedMessage message(String id, String text) {
        byte[] octets = (text + "not this").getBytes(StandardCharsets.UTF_8);
        Client client = Client.connected("192.0.2.1", "192.0.2.2", Optional.of("TLSv1.3 X"));
        Client known =
                new Client(
                        client.address(),
                        client.server(),
                        client.tls(),
                        Optional.of(new Client.Hello("laptop", true)),
                        Optional.of(new Client.User("a1", "alice@example.test", 0)));
        return new AcceptedMessage(
                id,
                ReversePath.parse("carol@example.org").orElseThrow(),
                List.of(
                        recipient("alice@example.test", Optional.of("a1")),
                        recipient("dave@elsewhere.example", Optional.empty())),
                known,
                Role.SUBMISSION,
                "mx.example.test",
                SessionFixture.NOW,
                new AcceptedMessage.Body.Inline(
                        "Received: x\r\n".getBytes(StandardCharsets.UTF_8),
                        octets,
                        text.getBytes(StandardCharsets.UTF_8).length),
                octets.length,
                true,
                false,
                Optional.of("<1@example.org>"),
                Optional.empty(),
                new DsnMessageOptions(Optional.of(DsnReturn.HDRS), Optional.of("order 7")),
                SenderWish.REQUIRETLS,
                Optional.empty());
    }

    private static AcceptedMessage.Recipient recipient(String address, Optional<String> account) {
        return new AcceptedMessage.Recipient(
                ForwardPath.parse(address).orElseThrow(),
                account,
                new DsnRecipientOptions(
                        Set.of(DsnCondition.DELAY, DsnCondition.FAILURE),
                        OriginalRecipient.of("rfc822;list+" + address)));
    }

    static Duration soon() {
        return Duration.ofSeconds(2);
    }
}
