package posthorn.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import posthorn.mailbox.acme.AccountKeys;
import posthorn.mailbox.acme.AcmeAuthority;
import posthorn.mailbox.certificate.CertificateOrders;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.mailbox.certificate.HostedNames;
import posthorn.mailbox.clientsettings.MailServer;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.clientsettings.PageAddress;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.mtasts.OwnPolicies;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.PeriodicTasks;
import posthorn.runtime.StopOrder;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.dns.DnsClients;
import posthorn.runtime.health.TaskWatch;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.tls.AcmeSettings;
import posthorn.runtime.tls.TlsMaterial;

/** Orders certificates of hosted names with the process, where an authority is named. */
@Singleton
public final class CertificateService implements CertificateOrders.Wanted {
    private static final Duration DNS_WITHIN = Duration.ofSeconds(5);
    private static final int BEFORE_THE_STORE = StopOrder.STORE - 1;
    private static final long STORE_WITHIN_SECONDS = 20;

    private final AcmeSettings settings;
    private final PosthornSettings common;
    private final Service service;
    private final CertificateStore store;
    private final Instance<TlsMaterial> material;
    private final HostedNames names;
    private final DnsClient dns;
    private final PeriodicTasks tasks;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("certificates").factory());

    @Inject
    CertificateService(
            AcmeSettings settings,
            PosthornSettings common,
            Service service,
            CertificateStore store,
            Instance<TlsMaterial> material,
            Hostname hostname,
            MailServers servers,
            PageAddress pages,
            OwnPolicies policies,
            TaskWatch watch,
            MeterRegistry meters) {
        this.settings = settings;
        this.common = common;
        this.service = service;
        this.store = store;
        this.material = material;
        this.names =
                new HostedNames(
                        own(hostname, servers, pages), domain -> policies.of(domain).isPresent());
        this.dns = DnsClients.client(common.dns().servers().orElse(List.of()), 0, DNS_WITHIN);
        this.tasks = new PeriodicTasks("mailbox-api", meters, watch);
    }

    private static List<String> own(Hostname hostname, MailServers servers, PageAddress pages) {
        List<String> own = new ArrayList<>(List.of(hostname.name(), pages.host()));
        servers.all().stream().map(MailServer::host).forEach(own::add);
        return own.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    void start(@Observes StartupEvent event) {
        settings.directory().ifPresent(this::order);
    }

    private void order(String directory) {
        MasterKey master = CertificateParts.neededKey(common);
        SecureRandom random = new SecureRandom();
        CertificateOrders orders =
                new CertificateOrders(
                        store,
                        new AcmeAuthority(
                                directory,
                                settings,
                                new AccountKeys(
                                        directory,
                                        service.components().directory().store(),
                                        master),
                                random),
                        master,
                        this,
                        new CertificateOrders.Limits(
                                settings.retryAfter(),
                                settings.longestRetry(),
                                settings.ordersAnHour(),
                                settings.abandonedAfter(),
                                settings.challengeWait(),
                                settings.renewalInfoEvery()),
                        new CertificateOrders.World(
                                InstantSource.system(),
                                System::nanoTime,
                                () -> MessageIds.random(random)));
        tasks.task(
                        "order-certificates",
                        () -> {
                            if (service.isStoreReady()) {
                                orders.round();
                            }
                        })
                .after(Duration.ofSeconds(1), settings.lookEvery(), timer);
    }

    /** What files have already is not ordered. */
    @Override
    public SortedSet<String> names() {
        SortedSet<String> wanted =
                settings.names()
                        .<SortedSet<String>>map(said ->
                                said.stream()
                                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.toCollection(TreeSet::new)))
                        .orElseGet(() -> names.of(domains()));
        wanted.removeIf(name -> material.get().ofFiles(name).isPresent());
        return wanted;
    }

    private List<String> domains() {
        try {
            return service
                    .components()
                    .directory()
                    .store()
                    .domains()
                    .toCompletableFuture()
                    .get(STORE_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .stream()
                    .map(Domain::name)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the domains are not known now", e);
        }
    }

    @Override
    public boolean hasAddress(String name) {
        return !settings.lookUp() || isThere(dns.a(name)) || isThere(dns.aaaa(name));
    }

    /** Where no name server answers the authority may have better luck. */
    private static boolean isThere(DnsAnswer<InetAddress> answer) {
        return !(answer instanceof DnsAnswer.Absent<InetAddress>);
    }

    void stop(@Observes @Priority(BEFORE_THE_STORE) ShutdownEvent event) {
        timer.shutdownNow();
    }
}
