package posthorn.imap.net;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import posthorn.frontend.net.FrontendListeners;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.frontend.store.Accounts;
import posthorn.imap.grammar.ReaderLimits;
import posthorn.imap.session.ImapSessionSettings;
import posthorn.runtime.OpenPorts;
import posthorn.runtime.StopOrder;
import posthorn.runtime.metrics.HeldGauge;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.ServerTls;
import posthorn.runtime.net.Transport;
import posthorn.runtime.tls.TlsMaterial;

/**
 * The two IMAP ports: STARTTLS, and TLS from the start. Ready when those that are not off listen.
 */
@Singleton
@Readiness
public final class ImapServer implements HealthCheck {

    private final FrontendSettings settings;
    private final Accounts accounts;
    private final ServerTls tls;
    private final OpenPorts ports;
    private final FrontendListeners all;
    private final MeterRegistry meters;
    private final String version;
    private final List<MailListener> listeners = new ArrayList<>();
    private volatile boolean open;

    @Inject
    ImapServer(
            FrontendSettings settings,
            Accounts accounts,
            Vertx vertx,
            TlsMaterial tls,
            OpenPorts ports,
            FrontendListeners all,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev")
                    String version) {
        this.settings = settings;
        this.accounts = accounts;
        this.tls = ServerTls.of(vertx, tls);
        this.ports = ports;
        this.all = all;
        this.meters = meters;
        this.version = version;
    }

    void start(@Observes StartupEvent start) throws BindException {
        FrontendSettingsCheck.check(settings.imap());
        FrontendSettings.Imap imap = settings.imap();
        ImapProtocol protocol = new ImapProtocol(service(imap));
        ConnectionLimits limits =
                new ConnectionLimits(imap.connections(), imap.connectionsPerClient());
        listen("imap", imap.port(), Transport.STARTTLS, limits, protocol, "IMAP, STARTTLS");
        listen("imaps", imap.tlsPort(), Transport.TLS, limits, protocol, "IMAP, TLS");
        Gauge.builder("posthorn.sessions", limits, ConnectionLimits::open)
                .description("Open connections by protocol")
                .tag("protocol", "imap")
                .register(meters);
        open = true;
    }

    private InputBudget input(FrontendSettings.Imap imap) {
        InputBudget input = new InputBudget(imap.inputMemory(), imap.inputMemoryPerClient());
        HeldGauge.register(meters, "imap-pop-frontend", "input_octets", input::held);
        return input;
    }

    private ImapService service(FrontendSettings.Imap imap) {
        return new ImapService(
                new ImapSessionSettings(
                        new ReaderLimits(imap.line(), imap.command(), imap.message()),
                        imap.searchKeys(),
                        imap.signInAttempts(),
                        version,
                        imap.tlsPort()),
                accounts,
                FrontendSettingsCheck.plainSignInNetworks(settings),
                imap.signInTimeout(),
                imap.signInDeadline(),
                imap.idleTimeout(),
                input(imap),
                new ImapService.LeastRate(imap.appendRate(), imap.appendTimeout()));
    }

    private void listen(
            String name,
            int port,
            Transport transport,
            ConnectionLimits limits,
            ImapProtocol protocol,
            String use)
            throws BindException {
        ListenerSettings listener = ListenerSettings.of(name, settings.host(), port, transport);
        MailListener opened = MailListener.open(listener, limits, tls, protocol);
        listeners.add(opened);
        all.add(opened);
        if (opened.port() > 0) {
            ports.opened(use, opened.port());
        }
    }

    void stop(@Observes @Priority(StopOrder.LISTENERS) ShutdownEvent stop) {
        open = false;
    }

    /** Port with STARTTLS that is bound; -1: off. */
    public int port() {
        return listeners.get(0).port();
    }

    /** Port with TLS from the start that is bound; -1: off. */
    public int tlsPort() {
        return listeners.get(1).port();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("imap-pop-frontend: imap").status(open).build();
    }
}
