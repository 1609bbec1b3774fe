package posthorn.imap.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
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
import org.eclipse.microprofile.health.Startup;
import posthorn.frontend.net.FrontendListeners;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.frontend.store.Accounts;
import posthorn.imap.grammar.ReaderLimits;
import posthorn.imap.session.ImapSessionSettings;
import posthorn.runtime.OpenPorts;
import posthorn.runtime.StopOrder;
import posthorn.runtime.health.LocalReadiness;
import posthorn.runtime.metrics.HeldGauge;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.EventLoopLag;
import posthorn.runtime.net.ListenerMeters;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.ServerTls;
import posthorn.runtime.net.Transport;
import posthorn.runtime.signin.OauthSettings;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.SignInSettings;
import posthorn.runtime.tls.TlsMaterial;

/**
 * The two IMAP ports: STARTTLS, and TLS from the start. Ready when those that are not off listen;
 * without mailbox-api, too: who signs in is told {@code NO [UNAVAILABLE]} then.
 */
@Singleton
@Readiness
@Startup
public final class ImapServer implements HealthCheck {

    private final FrontendSettings settings;
    private final Accounts accounts;
    private final SignInOffers offers;
    private final ServerTls tls;
    private final OpenPorts ports;
    private final FrontendListeners all;
    private final MeterRegistry meters;
    private final EventLoopLag loops;
    private final LocalReadiness readiness;
    private final String version;
    private final List<MailListener> listeners = new ArrayList<>();
    private volatile boolean open;

    @Inject
    ImapServer(
            FrontendSettings settings,
            SignInSettings signIn,
            OauthSettings oauth,
            Accounts accounts,
            TlsMaterial tls,
            OpenPorts ports,
            FrontendListeners all,
            MeterRegistry meters,
            EventLoopLag loops,
            LocalReadiness readiness,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev")
                    String version) {
        this.settings = settings;
        this.accounts = accounts;
        this.tls = ServerTls.of(tls, SignInOffers.authorities(signIn));
        this.offers = SignInOffers.of(signIn, oauth);
        this.ports = ports;
        this.all = all;
        this.meters = meters;
        this.loops = loops;
        this.readiness = readiness;
        this.version = version;
    }

    void start(@Observes StartupEvent start) throws BindException {
        FrontendSettingsCheck.check(settings.imap());
        loops.watchListeners();
        FrontendSettings.Imap imap = settings.imap();
        ImapProtocol protocol = new ImapProtocol(service(imap));
        ConnectionLimits limits =
                new ConnectionLimits(imap.connections(), imap.connectionsPerClient());
        listen(
                listener("imap", imap.port(), Transport.STARTTLS)
                        .withProxy(FrontendSettingsCheck.imap(settings.proxy())),
                limits,
                protocol,
                "IMAP, STARTTLS");
        listen(
                listener("imaps", imap.tlsPort(), Transport.TLS)
                        .withProxy(FrontendSettingsCheck.imaps(settings.proxy())),
                limits,
                protocol,
                "IMAP, TLS");
        open = true;
    }

    private InputBudget input(FrontendSettings.Imap imap) {
        InputBudget input = new InputBudget(imap.inputMemory(), imap.inputMemoryPerClient());
        HeldGauge.register(
                meters, "imap-pop-frontend", "input_octets", input::held, imap.inputMemory());
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
                offers,
                FrontendSettingsCheck.plainSignInNetworks(settings),
                imap.signInTimeout(),
                imap.signInDeadline(),
                imap.idleTimeout(),
                input(imap),
                new ImapService.LeastRate(imap.appendRate(), imap.appendTimeout()),
                new ImapMeters(meters));
    }

    private ListenerSettings listener(String name, int port, Transport transport) {
        return ListenerSettings.of(name, settings.host(), port, transport);
    }

    private void listen(
            ListenerSettings listener, ConnectionLimits limits, ImapProtocol protocol, String use)
            throws BindException {
        MailListener opened =
                MailListener.open(
                        listener,
                        limits,
                        tls,
                        protocol,
                        new ListenerMeters(meters, "imap", listener.name()));
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
        return readiness
                .answer("imap-pop-frontend: imap", open)
                .withData("imap", (long) (open ? port() : -1))
                .withData("imaps", (long) (open ? tlsPort() : -1))
                .build();
    }
}
