package posthorn.ingress.net;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;
import posthorn.ingress.CheckedSettings;
import posthorn.ingress.IngressSettings;
import posthorn.ingress.TrustedPeers;
import posthorn.ingress.authentication.SenderAuthentication;
import posthorn.ingress.session.AccessPolicy;
import posthorn.ingress.session.BodyMemory;
import posthorn.ingress.session.ContentScanner;
import posthorn.ingress.session.Directory;
import posthorn.ingress.session.MessageLog;
import posthorn.ingress.session.RefusedRecipients;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SessionPorts;
import posthorn.ingress.session.SessionResources;
import posthorn.ingress.session.SmtpSessionSettings;
import posthorn.ingress.session.TransitStore;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.IntakeGate;
import posthorn.runtime.OpenPorts;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.StopOrder;
import posthorn.runtime.health.TaskWatch;
import posthorn.runtime.kafka.LogState;
import posthorn.runtime.metrics.HeldGauge;
import posthorn.runtime.net.ConnectionLimits;
import posthorn.runtime.net.EventLoopLag;
import posthorn.runtime.net.ListenerMeters;
import posthorn.runtime.net.ListenerSettings;
import posthorn.runtime.net.MailListener;
import posthorn.runtime.net.ServerTls;
import posthorn.runtime.net.Transport;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.signin.OauthSettings;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.SignInSettings;
import posthorn.runtime.tls.TlsMaterial;
import posthorn.runtime.tracing.Tracings;

/** The four ports of this service: opened at the start, closed with a grace at the end. */
@Singleton
public final class SmtpListeners {
    private static final Logger LOG = Logger.getLogger(SmtpListeners.class);

    private static final String SERVICE = "smtp-ingress";

    /** Behind whatever starts a log and a store in this process. */
    private static final int START_ORDER = 5_000;

    private final IngressSettings settings;
    private final ServerTls tls;
    private final ServerTls usersTls;
    private final LogState log;
    private final OpenPorts opened;
    private final SmtpListening listening;
    private final BodyMemory memory;
    private final ConnectionLimits limits;
    private final MeterRegistry metrics;
    private final SignedInConnections signedIn;
    private final PeriodicTask accessChecks;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("smtp-access").factory());
    private final List<MailListener> listeners = new CopyOnWriteArrayList<>();

    private record Port(
            String key,
            String name,
            String use,
            Role role,
            Transport transport,
            TrustedPeers trusted,
            int number) {}

    @Inject
    SmtpListeners(
            CheckedSettings checked,
            SmtpSessionSettings sessions,
            SignInSettings signIn,
            OauthSettings oauth,
            TlsMaterial certificate,
            LogState logState,
            TaskWatch watch,
            IntakeGate gate,
            Directory directory,
            MessageLog log,
            TransitStore bodies,
            RefusedRecipients refused,
            AccessPolicy access,
            ContentScanner scanner,
            SenderAuthentication authentication,
            SessionEventLog events,
            SmtpMeters meters,
            EventLoopLag loops,
            OpenPorts opened,
            Tracings tracings,
            MeterRegistry metrics) {
        this.settings = checked.get();
        this.tls = ServerTls.of(certificate);
        this.usersTls = ServerTls.of(certificate, SignInOffers.authorities(signIn));
        this.log = logState;
        this.opened = opened;
        this.memory = new BodyMemory(settings.bodyMemory(), settings.bodyMemoryPerClient());
        this.limits =
                new ConnectionLimits(settings.maxConnections(), settings.maxConnectionsPerClient());
        this.signedIn = new SignedInConnections(directory);
        this.accessChecks =
                new PeriodicTasks(SERVICE, metrics, watch).task("check-access", signedIn::look);
        this.listening =
                new SmtpListening(
                        sessions,
                        SignInOffers.of(signIn, oauth),
                        resources(gate, memory, refused, access, scanner),
                        new SessionPorts(
                                directory,
                                log,
                                bodies,
                                refused,
                                access,
                                scanner,
                                authentication,
                                Thread::sleep),
                        events,
                        meters,
                        signedIn,
                        tracings.of(SERVICE));
        this.metrics = metrics;
        loops.watchListeners();
        register(bodies);
    }

    private static SessionResources resources(
            IntakeGate gate,
            BodyMemory memory,
            RefusedRecipients refused,
            AccessPolicy access,
            ContentScanner scanner) {
        SecureRandom random = new SecureRandom();
        return new SessionResources(
                gate::closed,
                memory,
                InstantSource.system(),
                refused,
                access,
                scanner,
                () -> MessageIds.random(random));
    }

    private void register(TransitStore bodies) {
        HeldGauge.register(metrics, SERVICE, "sessions", limits::open, settings.maxConnections());
        HeldGauge.register(metrics, SERVICE, "body_octets", memory::used, settings.bodyMemory());
        HeldGauge.register(metrics, SERVICE, "body_clients", memory::holders);
        HeldGauge.register(metrics, SERVICE, "transit_uploads", bodies::uploads);
        HeldGauge.register(metrics, SERVICE, "signed_in", signedIn::count);
    }

    void start(@Observes @Priority(START_ORDER) StartupEvent event) {
        // Until the topics are there, whoever comes is told to come back later.
        log.prepare();
        // The first handshake must not wait on an event loop for classes and keys.
        tls.get();
        usersTls.get();
        for (Port port : ports()) {
            MailListener listener = open(port);
            listeners.add(listener);
            if (listener.port() > 0) {
                opened.opened("SMTP, " + port.use(), listener.port());
            }
        }
        accessChecks.every(settings.accessCheckInterval(), timer);
        LOG.infof("SMTP listens on %s", openPorts());
    }

    private List<Port> ports() {
        return List.of(
                new Port(
                        "mx-port",
                        "mx",
                        "from other servers",
                        Role.MX,
                        Transport.STARTTLS,
                        TrustedPeers.mx(settings),
                        settings.mxPort()),
                new Port(
                        "submission-port",
                        "submission",
                        "submission, STARTTLS",
                        Role.SUBMISSION,
                        Transport.STARTTLS,
                        TrustedPeers.submission(settings),
                        settings.submissionPort()),
                new Port(
                        "submission-alternate-port",
                        "submission-alternate",
                        "submission, STARTTLS",
                        Role.SUBMISSION,
                        Transport.STARTTLS,
                        TrustedPeers.submissionAlternate(settings),
                        settings.submissionAlternatePort()),
                new Port(
                        "submissions-port",
                        "submissions",
                        "submission, TLS",
                        Role.SUBMISSIONS,
                        Transport.TLS,
                        TrustedPeers.submissions(settings),
                        settings.submissionsPort()));
    }

    private MailListener open(Port port) {
        ListenerSettings how =
                ListenerSettings.of(port.name(), settings.host(), port.number(), port.transport())
                        .withIdle(longest(settings.commandTimeout(), settings.dataTimeout()))
                        .withHandshake(settings.handshakeTimeout())
                        .withStall(settings.stallTimeout())
                        .withLinger(settings.linger())
                        .withProxy(port.trusted().proxy());
        SmtpProtocol protocol = new SmtpProtocol(port.role(), listening, port.trusted().xclient());
        try {
            // Other servers may have certificates for each other, which say nothing here.
            ServerTls own = port.role().isSubmission() ? usersTls : tls;
            ListenerMeters meters = new ListenerMeters(metrics, "smtp", port.name());
            return MailListener.open(how, limits, own, protocol, meters);
        } catch (BindException e) {
            throw new BadSetting(
                    "posthorn.smtp-ingress." + port.key(), String.valueOf(e.getMessage()));
        }
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * The bound port by listener: {@code mx}, {@code submission}, {@code submission-alternate},
     * {@code submissions}; listeners that are off are missing.
     */
    public Map<String, Integer> openPorts() {
        Map<String, Integer> open = new TreeMap<>();
        for (MailListener listener : listeners) {
            if (listener.port() > 0) {
                open.put(listener.name(), listener.port());
            }
        }
        return open;
    }

    /** Names of the listeners that should be open and are not. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        Map<String, Integer> open = openPorts();
        for (Port port : ports()) {
            if (port.number() >= 0 && !open.containsKey(port.name())) {
                missing.add(port.name());
            }
        }
        return missing;
    }

    /** While log and mailbox-api can still be reached: what has come to its dot is answered. */
    void stop(@Observes @Priority(StopOrder.LISTENERS) ShutdownEvent event) {
        accessChecks.close();
        timer.shutdownNow();
        Duration grace = settings.stop().grace();
        List<Thread> closing = new ArrayList<>();
        for (MailListener listener : listeners) {
            closing.add(Thread.ofVirtual().start(() -> listener.close(grace)));
        }
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        listeners.clear();
    }
}
