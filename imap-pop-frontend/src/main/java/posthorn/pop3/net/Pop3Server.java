package posthorn.pop3.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.BindException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jboss.logging.Logger;
import posthorn.frontend.net.FrontendListeners;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.settings.FrontendSettingsCheck;
import posthorn.frontend.store.Accounts;
import posthorn.pop3.Maildrops;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.OpenPorts;
import posthorn.runtime.StopOrder;
import posthorn.runtime.health.LocalReadiness;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.ListenerMeters;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.ServerTls;
import posthorn.runtime.net.Transport;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.signin.OauthSettings;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.SignInSettings;
import posthorn.runtime.tls.TlsMaterial;

/**
 * The two ports of POP3: opened at the start, closed with a grace at the end. Ready when both are
 * open or off; without mailbox-api, too: who signs in is told {@code -ERR [SYS/TEMP]} then.
 */
@Singleton
@Readiness
@Startup
public final class Pop3Server implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(Pop3Server.class);
    private static final String PREFIX = "posthorn.imap-pop-frontend.pop3.";

    /** Behind whatever starts a store in this process. */
    private static final int START_ORDER = 5_000;

    private final FrontendSettings settings;
    private final ServerTls tls;
    private final ConnectionLimits limits;
    private final LockRenewals renewals;
    private final Pop3Protocol protocol;
    private final OpenPorts ports;
    private final FrontendListeners all;
    private final MeterRegistry metrics;
    private final LocalReadiness readiness;
    private final List<MailListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean open;

    @Inject
    Pop3Server(
            FrontendSettings settings,
            SignInSettings signIn,
            OauthSettings oauth,
            Hostname hostname,
            TlsMaterial certificate,
            Accounts accounts,
            OpenPorts ports,
            FrontendListeners all,
            LocalReadiness readiness,
            MeterRegistry metrics) {
        FrontendSettings.Pop3 pop3 = settings.pop3();
        FrontendSettingsCheck.check(pop3);
        this.settings = settings;
        this.ports = ports;
        this.all = all;
        this.readiness = readiness;
        this.tls = ServerTls.of(certificate, SignInOffers.authorities(signIn));
        this.limits = new ConnectionLimits(pop3.connections(), pop3.connectionsPerClient());
        this.renewals = new LockRenewals(pop3.lockRenewal());
        SecureRandom random = new SecureRandom();
        this.protocol =
                new Pop3Protocol(
                        new Pop3Service(
                                hostname.name(),
                                SignInOffers.of(signIn, oauth),
                                FrontendSettingsCheck.plainSignInNetworks(settings),
                                pop3.signInAttempts(),
                                pop3.signInTimeout(),
                                pop3.signInDeadline(),
                                pop3.idleTimeout(),
                                new Maildrops(accounts, () -> MessageIds.random(random)),
                                renewals,
                                new Pop3Meters(metrics)));
        this.metrics = metrics;
    }

    void start(@Observes @Priority(START_ORDER) StartupEvent event) {
        listeners.add(
                open(
                        "port",
                        listener("pop3", settings.pop3().port(), Transport.STARTTLS)
                                .withProxy(FrontendSettingsCheck.pop3(settings.proxy())),
                        "POP3, STLS"));
        listeners.add(
                open(
                        "tls-port",
                        listener("pop3s", settings.pop3().tlsPort(), Transport.TLS)
                                .withProxy(FrontendSettingsCheck.pop3s(settings.proxy())),
                        "POP3, TLS"));
        open = true;
        LOG.infof("POP3 listens on %d (STLS) and %d (TLS)", port(), tlsPort());
    }

    private ListenerSettings listener(String name, int port, Transport transport) {
        return ListenerSettings.of(name, settings.host(), port, transport)
                .withIdle(settings.pop3().signInTimeout());
    }

    private MailListener open(String key, ListenerSettings how, String use) {
        try {
            ListenerMeters meters = new ListenerMeters(metrics, "pop3", how.name());
            MailListener opened = MailListener.open(how, limits, tls, protocol, meters);
            all.add(opened);
            if (opened.port() > 0) {
                ports.opened(use, opened.port());
            }
            return opened;
        } catch (BindException e) {
            throw new BadSetting(PREFIX + key, String.valueOf(e.getMessage()));
        }
    }

    /** Port with STLS that is open; -1: none. */
    public int port() {
        return port("pop3");
    }

    /** Port with TLS that is open; -1: none. */
    public int tlsPort() {
        return port("pop3s");
    }

    private int port(String name) {
        return listeners.stream()
                .filter(listener -> listener.name().equals(name))
                .mapToInt(MailListener::port)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public HealthCheckResponse call() {
        return readiness
                .answer("imap-pop-frontend: pop3", open)
                .withData("pop3", (long) port())
                .withData("pop3s", (long) tlsPort())
                .build();
    }

    void stop(@Observes @Priority(StopOrder.WORK) ShutdownEvent event) {
        open = false;
        renewals.close();
    }
}
