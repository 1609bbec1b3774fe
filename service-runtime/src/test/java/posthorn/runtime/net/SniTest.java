package posthorn.runtime.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.protocol.sasl.ChannelBindings;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.runtime.tls.CertificateSet;
import posthorn.runtime.tls.ServerCertificate;

/** Which certificate clients are shown over the wire. */
final class SniTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final ServerCertificate DEFAULT = issued("EC", "mx.example.org");
    private static final ServerCertificate ELLIPTIC = issued("EC", "imap.example.net");
    private static final ServerCertificate RSA = issued("RSA", "imap.example.net");
    private static final ServerCertificate PATTERN = issued("EC", "*.example.net");

    private final AtomicReference<CertificateSet> certificates =
            new AtomicReference<>(set(PATTERN, ELLIPTIC, RSA));
    private final WordProtocol protocol = new WordProtocol();
    private @Nullable MailListener listener;

    private static ServerCertificate issued(String keyType, String... names) {
        return TestTls.certificate(AUTHORITY.issue(keyType, names));
    }

    private static CertificateSet set(ServerCertificate... others) {
        return CertificateSet.of("mx.example.org", List.of(DEFAULT), List.of(others));
    }

    @BeforeEach
    void listen() throws IOException {
        listener =
                MailListener.open(
                        ListenerSettings.of("words", "127.0.0.1", 0, Transport.TLS),
                        new ConnectionLimits(100, 100),
                        new ServerTls(certificates::get),
                        protocol);
    }

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close(Duration.ZERO);
        }
    }

    private Socket socket() throws IOException {
        assertNotNull(listener);
        return new Socket(InetAddress.getLoopbackAddress(), listener.port());
    }

    private void assertShown(ServerCertificate wanted, @Nullable String name, String... suites)
            throws IOException {
        assertEquals(wanted.own(), TestTls.shown(socket(), name, suites));
    }

    @Test
    void eachNameHasItsOwnAndOthersTheDefault() throws Exception {
        assertShown(ELLIPTIC, "imap.example.net");
        assertShown(PATTERN, "smtp.example.net");
        assertShown(DEFAULT, "mx.example.org");
        assertShown(DEFAULT, "elsewhere.example");
        assertShown(DEFAULT, null);
    }

    @Test
    void whoKnowsOnlyRsaGetsTheOneWithSuchAKey() throws Exception {
        assertShown(RSA, "imap.example.net", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertShown(
                ELLIPTIC,
                "imap.example.net",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }

    @Test
    void aNewNameIsShownToTheNextAndSessionsThatStandGoOn() throws Exception {
        try (TestClient standing = TestClient.tls(socket().getPort())) {
            assertNotNull(standing.line());
            ServerCertificate fresh = issued("EC", "imap.example.com");
            certificates.set(set(fresh));
            assertShown(fresh, "imap.example.com");
            assertShown(DEFAULT, "imap.example.net");
            standing.send("A\r\n");
            assertEquals("heard A", standing.line());
        }
    }

    @Test
    void aSignInIsBoundToTheCertificateThatWasShown() throws Exception {
        X509Certificate shown = TestTls.shown(socket(), "imap.example.net");
        await().until(() -> protocol.last != null);
        MailConnection connection = protocol.last;
        assertNotNull(connection);
        assertNotNull(connection.tls());
        assertEquals(
                ScramOctets.of(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded())),
                connection.tls().bindings().octets().get(ChannelBindings.TLS_SERVER_END_POINT));
    }
}
