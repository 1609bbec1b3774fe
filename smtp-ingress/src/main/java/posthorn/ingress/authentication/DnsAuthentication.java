package posthorn.ingress.authentication;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import posthorn.protocol.dns.Dns;
import posthorn.runtime.metrics.Buckets;
import posthorn.runtime.metrics.HeldGauge;

/** The checks, timed and counted. */
public final class DnsAuthentication implements SenderAuthentication {
    private final MessageChecks.Surroundings around;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Timer timer;

    /**
     * Checks as the settings say.
     *
     * @param dns gives the port for questions that may take so long
     * @param hostname of this server
     * @param domains that are ours
     */
    public DnsAuthentication(
            Function<Duration, Dns> dns,
            AuthenticationLimits limits,
            AuthenticationPolicy policy,
            String hostname,
            LocalDomains domains,
            MeterRegistry metrics) {
        this.around =
                new MessageChecks.Surroundings(
                        () ->
                                new BoundedDns(
                                        dns, System::nanoTime, limits.time(), limits.questions()),
                        limits,
                        hostname,
                        InstantSource.system(),
                        domains,
                        new HandlingPolicy(policy));
        this.timer =
                Buckets.ANSWERS
                        .timer(
                                "posthorn.authentication.duration",
                                "How long the verdict on a message takes behind its dot")
                        .register(metrics);
        HeldGauge.register(metrics, "smtp-ingress", "authentications", underWay::get);
    }

    @Override
    public Optional<MessageAuthentication> begin(
            AuthenticationRequest request, byte[] octets, int headerLength) {
        return Optional.of(new Timed(new MessageChecks(request, around, octets, headerLength)));
    }

    /** Counts while the verdict is waited for. */
    private final class Timed implements MessageAuthentication {
        private final MessageAuthentication checks;

        Timed(MessageAuthentication checks) {
            this.checks = checks;
        }

        @Override
        public int octetsHeld() {
            return checks.octetsHeld();
        }

        @Override
        public void body(byte[] octets, int from, int to) {
            checks.body(octets, from, to);
        }

        @Override
        public AuthenticationVerdict finish() throws InterruptedException {
            underWay.incrementAndGet();
            Timer.Sample sample = Timer.start();
            try {
                return checks.finish();
            } finally {
                sample.stop(timer);
                underWay.decrementAndGet();
            }
        }
    }
}
