package posthorn.ingress.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SmtpSessionSettings;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.Networks;
import posthorn.runtime.net.ServerTls;
import posthorn.runtime.net.TestTls;
import posthorn.runtime.net.Transport;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.TestSignIns;
import posthorn.runtime.tls.CertificateSet;
import posthorn.runtime.tracing.Tracing;

/** A listener on any free port of this machine. */
final class TestServer implements AutoCloseable {
    private static final CertificateSet CERTIFICATE = TestTls.certificate("localhost");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final MailListener listener;
    private final Role role;
    private final SignedInConnections signedIn;

    TestServer(Role role, SmtpSessionSettings settings, SessionFixture fixture) throws IOException {
        this(role, settings, fixture, new ConnectionLimits(1_000, 1_000));
    }

    TestServer(
            Role role,
            SmtpSessionSettings settings,
            SessionFixture fixture,
            ConnectionLimits limits)
            throws IOException {
        this.role = role;
        this.signedIn = new SignedInConnections(fixture.directory());
        SmtpListening listening =
                new SmtpListening(
                        settings,
                        new SignInOffers(TestSignIns.MECHANISMS),
                        fixture.resources(),
                        fixture.ports(),
                        new SessionEventLog(metrics, verdict -> {}),
                        new SmtpMeters(new SimpleMeterRegistry()),
                        signedIn,
                        Tracing.OFF);
        Transport transport = role == Role.SUBMISSIONS ? Transport.TLS : Transport.STARTTLS;
        this.listener =
                MailListener.open(
                        ListenerSettings.of(role.word(), "127.0.0.1", 0, transport),
                        limits,
                        new ServerTls(() -> CERTIFICATE),
                        new SmtpProtocol(role, listening, trusted(fixture)));
    }

    private static Networks trusted(SessionFixture fixture) {
        return Networks.parse("test", fixture.xclient() ? List.of("127.0.0.0/8") : List.of());
    }

    TcpWire connect() throws IOException {
        return new TcpWire(listener.port(), role == Role.SUBMISSIONS);
    }

    int port() {
        return listener.port();
    }

    int connections() {
        return listener.connections();
    }

    /** Those who are signed in. */
    SignedInConnections signedIn() {
        return signedIn;
    }

    double refused(String reason) {
        return metrics.counter("posthorn.mail.refused", "reason", reason).count();
    }

    double accepted() {
        return metrics.find("posthorn.mail.accepted").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    void shutDown() {
        listener.close(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        listener.close(Duration.ZERO);
    }
}
