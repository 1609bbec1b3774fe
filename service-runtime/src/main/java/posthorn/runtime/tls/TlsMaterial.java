package posthorn.runtime.tls;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;

/**
 * The certificates that this server shows: of the files that settings name, of a source of hosted
 * names where one has joined, and one that signs itself where there is no other. All are looked at
 * again and again; when they have changed, whoever asked with {@link #onChange} is told. Safe for
 * all threads.
 */
@Singleton
public final class TlsMaterial {

    /** Protocol versions that are spoken, and no others. */
    public static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    private static final Logger LOG = Logger.getLogger(TlsMaterial.class);
    private static final Duration UNTIL_FIRST = Duration.ofSeconds(1);

    private final List<Consumer<CertificateSet>> listeners = new CopyOnWriteArrayList<>();
    private final PosthornSettings.Tls settings;
    private final String hostname;
    private final Vertx vertx;
    private final WatchedCertificates files;
    private final CertificateGauges gauges;
    private final Optional<ServerCertificate> selfSigned;
    private final Optional<HostedCertificates> hosted;
    private volatile @Nullable CertificateSet current;

    @Inject
    TlsMaterial(
            PosthornSettings settings,
            AcmeSettings acme,
            Instance<CertificateSource> source,
            Hostname hostname,
            Vertx vertx,
            MeterRegistry meters) {
        this.settings = settings.tls();
        this.hostname = hostname.name();
        this.vertx = vertx;
        check(this.settings);
        this.files = new WatchedCertificates(this.settings);
        this.gauges = new CertificateGauges(meters, this.settings.namedGauges());
        files.look();
        this.selfSigned =
                this.settings.certificate().isPresent()
                        ? Optional.empty()
                        : Optional.of(selfSigned(this.hostname));
        hosted =
                acme.directory()
                        .map(url ->
                                new HostedCertificates(
                                        source::get, this.settings.mostCertificates()));
        put();
        if (this.settings.certificate().isPresent() || this.settings.certificates().isPresent()) {
            vertx.setPeriodic(
                    this.settings.readEvery().toMillis(),
                    timer -> vertx.executeBlocking(this::look, false));
        }
        if (hosted.isPresent()) {
            askSoon(1, acme.readEvery());
        }
    }

    /** Refuses files that do not make certificates with their keys, and one without the other. */
    public static void check(PosthornSettings.Tls settings) {
        BadSetting.unlessWithin(
                "posthorn.tls.read-every",
                settings.readEvery(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        BadSetting.unlessWithin(
                "posthorn.tls.most-certificates", settings.mostCertificates(), 1, 100_000);
        BadSetting.unlessWithin("posthorn.tls.named-gauges", settings.namedGauges(), 0, 10_000);
        WatchedCertificates.check(settings);
    }

    private static ServerCertificate selfSigned(String hostname) {
        LOG.warnf(
                "posthorn.tls.certificate is not set: where no other certificate serves, clients get"
                        + " a self-signed one for %s",
                hostname);
        SelfSigned made = SelfSigned.create(hostname, Instant.now());
        try {
            return ServerCertificate.of(
                    "self-signed", new CertificatePem(made.certificate(), made.key()));
        } catch (BadCertificate e) {
            throw new IllegalStateException(e);
        }
    }

    /** What to show now. */
    public CertificateSet current() {
        return Objects.requireNonNull(current);
    }

    /** Calls {@code listener} with all certificates each time some have changed. */
    public void onChange(Consumer<CertificateSet> listener) {
        listeners.add(listener);
    }

    /** The best certificate of the files for a name; empty: no file has it. */
    public synchronized Optional<ServerCertificate> ofFiles(String name) {
        List<ServerCertificate> all = new ArrayList<>(files.own().stream().toList());
        all.addAll(files.others());
        Instant now = Instant.now();
        return all.isEmpty()
                ? Optional.empty()
                : CertificateSet.of("", all, List.of())
                        .named(name, now)
                        .filter(each -> each.demerits(now) == 0);
    }

    private void askSoon(long millis, Duration every) {
        vertx.setTimer(
                millis,
                timer ->
                        vertx.executeBlocking(this::ask, false)
                                .onComplete(asked ->
                                        askSoon(
                                                (Boolean.TRUE.equals(asked.result())
                                                                ? every
                                                                : shorter(every))
                                                        .toMillis(),
                                                every)));
    }

    private static Duration shorter(Duration every) {
        return every.compareTo(UNTIL_FIRST) < 0 ? every : UNTIL_FIRST;
    }

    /** Whether the source has answered, now or before. */
    private Boolean ask() {
        try {
            hosted.orElseThrow().look();
            changed();
        } catch (RuntimeException | Error e) {
            LOG.debug("certificates of hosted names could not be looked at", e);
        }
        return hosted.orElseThrow().known();
    }

    private Boolean look() {
        try {
            synchronized (this) {
                files.look();
            }
            changed();
            return true;
        } catch (RuntimeException | Error e) {
            LOG.error("certificates could not be looked at; that is tried again", e);
            return false;
        }
    }

    private void changed() {
        CertificateSet before = current();
        CertificateSet now = put();
        if (now != before) {
            LOG.infof("certificates have changed, %d are in use", now.all().size());
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    private synchronized CertificateSet put() {
        List<ServerCertificate> defaults = new ArrayList<>(files.own().stream().toList());
        selfSigned.ifPresent(defaults::add);
        List<ServerCertificate> others = new ArrayList<>(files.others());
        hosted.ifPresent(source -> others.addAll(source.all()));
        CertificateSet next = CertificateSet.of(hostname, defaults, others);
        gauges.show(next, files.broken());
        CertificateSet before = current;
        if (before != null && next.isLike(before)) {
            return before;
        }
        current = next;
        return next;
    }
}
