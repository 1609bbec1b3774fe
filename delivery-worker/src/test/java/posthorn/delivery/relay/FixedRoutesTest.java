package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.relay.RelaySettingsOf.SmarthostOf;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.tls.SelfSigned;

/** Hosts that an operator names, and copies that are passed on, over real sockets and TLS. */
class FixedRoutesTest {

    private static final String TEXT = "Subject: x\r\n\r\nhello\r\n";

    @TempDir private Path files;

    private RelayRig rig;

    @BeforeEach
    void start() throws IOException {
        SelfSigned certificate = SelfSigned.create("peer.test", Instant.now());
        Path trusted = Files.writeString(files.resolve("certificates"), certificate.certificate());
        rig = new RelayRig(certificate, certificate, trusted);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private SmarthostOf smarthost(String host, String password, boolean overflowOnly)
            throws IOException {
        return new SmarthostOf(
                Optional.of(host),
                Optional.of("us"),
                Optional.of(Files.writeString(files.resolve("password"), password + "\n")),
                overflowOnly);
    }

    private AttemptResult send(String key, MailRecipient recipient) {
        ByteString octets = ByteString.copyFrom(TEXT, StandardCharsets.ISO_8859_1);
        AcceptedMail mail =
                AcceptedMail.newBuilder()
                        .setReversePath("sender@near.test")
                        .setSize(octets.size())
                        .addRecipients(recipient)
                        .build();
        Map<Integer, AttemptResult> results =
                rig.relay.relay(mail, new QueuedBody.Inline(octets), key, List.of(0), () -> true);
        AttemptResult result = results.get(0);
        assertTrue(result != null);
        return result;
    }

    private AttemptResult send(String key, String address) {
        return send(key, MailRecipient.newBuilder().setAddress(address).build());
    }

    @Test
    void aRouteOfADomainComesBeforeItsMx() {
        rig.settings(settings -> settings.route("Far.test", "second.test:" + rig.second.port()));
        assertInstanceOf(Delivered.class, send("far.test", "a@far.test"));
        assertEquals(0, rig.first.connections.get());
        assertEquals(1, rig.second.received.size());
        assertInstanceOf(Delivered.class, send("only.test", "a@only.test"));
        assertEquals(1, rig.first.received.size());
    }

    @Test
    void aHostThatHasTheMailboxesIsAskedByItself() {
        String hop = "[127.0.0.2]:" + rig.second.port();
        assertInstanceOf(Delivered.class, send(hop, "a@far.test"));
        assertEquals(List.of("a@far.test"), rig.second.received.getFirst().to());
    }

    @Test
    void theSmarthostTakesTheRestAndLearnsWhoWeAreOverTlsAlone() throws IOException {
        rig.dns.a("peer.test", "127.0.0.2");
        rig.second.behaviour.features = List.of("AUTH PLAIN");
        SmarthostOf host = smarthost("peer.test:" + rig.second.port(), "secret", false);
        rig.settings(settings -> settings.through(host));
        Deferred plain = assertInstanceOf(Deferred.class, send("far.test", "a@far.test"));
        assertTrue(plain.status().startsWith("4.7."), plain::status);
        assertEquals(List.of(), rig.second.signIns);
        rig.second.behaviour.tls = ScriptedPeer.Tls.GOOD;
        assertInstanceOf(Delivered.class, send("far.test", "a@far.test"));
        assertTrue(rig.second.received.getFirst().secure());
        String message =
                Base64.getEncoder()
                        .encodeToString("\0us\0secret".getBytes(StandardCharsets.US_ASCII));
        assertEquals(List.of("AUTH PLAIN " + message), rig.second.signIns);
    }

    @Test
    void aSmarthostWithAnotherNameInItsCertificateLearnsNothing() throws IOException {
        rig.second.behaviour.features = List.of("AUTH PLAIN");
        rig.second.behaviour.tls = ScriptedPeer.Tls.GOOD;
        SmarthostOf host = smarthost("second.test:" + rig.second.port(), "secret", false);
        rig.settings(settings -> settings.through(host));
        assertInstanceOf(Deferred.class, send("far.test", "a@far.test"));
        assertEquals(List.of(), rig.second.signIns);
        assertEquals(0, rig.second.received.size());
    }

    @Test
    void aSmarthostForOverflowTakesNothingByItself() throws IOException {
        SmarthostOf host = smarthost("second.test:" + rig.second.port(), "secret", true);
        rig.settings(settings -> settings.through(host));
        assertInstanceOf(Delivered.class, send("far.test", "a@far.test"));
        assertEquals(1, rig.first.received.size());
    }

    @Test
    void aFixedHostThatIsNotThereKeepsTheMail() {
        rig.settings(settings -> settings.route("far.test", "no-such.test"));
        assertEquals("4.4.3", send("far.test", "a@far.test").status());
    }

    @Test
    void whatIsPassedOnComesFromUsAndSaysByWhom() {
        MailRecipient passed =
                MailRecipient.newBuilder()
                        .setAddress("a@far.test")
                        .setReversePath("SRS0=h=d=near.test=sender@here.test")
                        .setDeliveredTo("team@here.test")
                        .build();
        assertInstanceOf(Delivered.class, send("far.test", passed));
        ScriptedPeer.Received copy = rig.first.received.getFirst();
        assertEquals("SRS0=h=d=near.test=sender@here.test", copy.from());
        assertEquals("Delivered-To: team@here.test\r\n" + TEXT, copy.body());
    }

    @Test
    void settingsThatCannotBeUsedStopTheStart() {
        RelaySettingsOf usual = RelaySettingsOf.defaults();
        SmarthostOf unnamed =
                new SmarthostOf(Optional.of("mx.test"), Optional.of("us"), Optional.empty(), false);
        SmarthostOf unread =
                new SmarthostOf(
                        Optional.of("mx.test"),
                        Optional.of("us"),
                        Optional.of(files.resolve("none")),
                        false);
        SmarthostOf hostless =
                new SmarthostOf(Optional.empty(), Optional.empty(), Optional.empty(), true);
        for (RelaySettings bad :
                List.of(
                        usual.route("far.test", "no host"),
                        usual.route("no domain", "mx.test"),
                        usual.through(unnamed),
                        usual.through(unread),
                        usual.through(hostless))) {
            BadSetting refused = assertThrows(BadSetting.class, () -> MxRelay.check(bad));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("posthorn.relay."),
                    refused::getMessage);
        }
    }
}
