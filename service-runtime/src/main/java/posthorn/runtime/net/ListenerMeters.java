package posthorn.runtime.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.runtime.metrics.EnumCounters;

/**
 * What a listener counts: {@code posthorn.sessions} by encryption, {@code posthorn.sessions.opened}
 * and {@code posthorn.sessions.refused}, {@code posthorn.tls.handshakes}. Safe for all threads;
 * counting allocates nothing.
 */
public final class ListenerMeters {
    private final Map<TlsVersion, AtomicInteger> open = new EnumMap<>(TlsVersion.class);
    private final Counter opened;
    private final EnumCounters<CloseReason> refused;
    private final EnumCounters<TlsVersion> agreed;

    /**
     * Registers the meters of a listener.
     *
     * @param protocol smtp, imap or pop3
     * @param listener its name, as in {@code pop3s}
     */
    public ListenerMeters(MeterRegistry meters, String protocol, String listener) {
        this.opened =
                Counter.builder("posthorn.sessions.opened")
                        .description("Connections that were taken")
                        .tag("protocol", protocol)
                        .tag("listener", listener)
                        .register(meters);
        gaugeOpenSessions(meters, protocol, listener);
        this.refused =
                new EnumCounters<>(
                        meters,
                        CloseReason.class,
                        () ->
                                Counter.builder("posthorn.sessions.refused")
                                        .description(
                                                "Connections that were refused, or ended by a"
                                                        + " defect")
                                        .tag("protocol", protocol),
                        "reason",
                        reason -> reason.name().toLowerCase(Locale.ROOT));
        this.agreed =
                new EnumCounters<>(
                        meters,
                        TlsVersion.class,
                        () ->
                                Counter.builder("posthorn.tls.handshakes")
                                        .description("TLS handshakes, by what they agreed on")
                                        .tag("protocol", protocol),
                        "tls",
                        version -> version == TlsVersion.NONE ? "failed" : version.word());
    }

    private void gaugeOpenSessions(MeterRegistry meters, String protocol, String listener) {
        for (TlsVersion version : TlsVersion.values()) {
            AtomicInteger count = new AtomicInteger();
            open.put(version, count);
            Gauge.builder("posthorn.sessions", count, AtomicInteger::get)
                    .description("Open connections")
                    .tag("protocol", protocol)
                    .tag("listener", listener)
                    .tag("tls", version.word())
                    .strongReference(true)
                    .register(meters);
        }
    }

    /** Meters that nobody reads. */
    static ListenerMeters unread() {
        return new ListenerMeters(new CompositeMeterRegistry(), "", "");
    }

    void opened() {
        opened.increment();
        count(TlsVersion.NONE).incrementAndGet();
    }

    void secured(TlsFacts tls) {
        TlsVersion version = TlsVersion.of(tls);
        agreed.increment(version);
        count(TlsVersion.NONE).decrementAndGet();
        count(version).incrementAndGet();
    }

    void handshakeFailed() {
        agreed.increment(TlsVersion.NONE);
    }

    void ended(TlsVersion version) {
        count(version).decrementAndGet();
    }

    void refused(CloseReason reason) {
        refused.increment(reason);
    }

    private AtomicInteger count(TlsVersion version) {
        return Objects.requireNonNull(open.get(version));
    }
}
