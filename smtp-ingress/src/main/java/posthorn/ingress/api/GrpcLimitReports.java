package posthorn.ingress.api;

import io.grpc.Channel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;
import posthorn.ingress.limits.LimitReport;
import posthorn.ingress.limits.RateLimits;
import posthorn.ingress.limits.Subject;
import posthorn.protocol.wire.ClientEvent;
import posthorn.protocol.wire.CountEventsAnswer;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.EventCount;
import posthorn.protocol.wire.EventTotal;

/**
 * Tells {@code mailbox-api} what this pod has counted, and the limits what all pods have: many
 * reports in one call, a moment after the first of them. At rest it does nothing.
 */
public final class GrpcLimitReports {
    private static final Logger LOG = Logger.getLogger(GrpcLimitReports.class);
    private static final int MOST_IN_A_CALL = 100;

    private final Function<String, Channel> pods;
    private final Duration timeout;
    private final Duration pause;
    private final AtomicBoolean running = new AtomicBoolean();
    private final Counter told;
    private final Counter failed;

    /**
     * Reports that go to a pod of {@code mailbox-api}.
     *
     * @param pods gives one of them for a subject
     * @param timeout for each call
     * @param pause in which reports come together
     */
    public GrpcLimitReports(
            Function<String, Channel> pods,
            Duration timeout,
            Duration pause,
            MeterRegistry metrics) {
        this.pods = pods;
        this.timeout = timeout;
        this.pause = pause;
        this.told = counter(metrics, "ok");
        this.failed = counter(metrics, "failed");
    }

    private static Counter counter(MeterRegistry metrics, String result) {
        return Counter.builder("posthorn.limits.reports")
                .description("Reports of what clients did, to mailbox-api")
                .tag("result", result)
                .register(metrics);
    }

    /** There is something to report. Does not wait. */
    public void wake(RateLimits limits) {
        if (running.compareAndSet(false, true)) {
            Thread.ofVirtual().name("limit-reports").start(() -> run(limits));
        }
    }

    private void run(RateLimits limits) {
        try {
            // The wait is the purpose: what comes within it goes in the same call.
            Thread.sleep(pause);
            tell(limits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.set(false);
        }
        if (limits.hasReports()) {
            wake(limits);
        }
    }

    /** Reports all there is; what cannot be told is given back. */
    void tell(RateLimits limits) {
        List<LimitReport> batch = limits.takeReports(MOST_IN_A_CALL);
        while (!batch.isEmpty()) {
            try {
                answered(limits, batch, call(batch));
                told.increment();
            } catch (IOException e) {
                batch.forEach(limits::failed);
                failed.increment();
                LOG.debugf("limits are kept by this pod alone: %s", e.getMessage());
            }
            batch = limits.takeReports(MOST_IN_A_CALL);
        }
    }

    private static void answered(
            RateLimits limits, List<LimitReport> batch, CountEventsAnswer answer) {
        for (int i = 0; i < Math.min(batch.size(), answer.getTotalsCount()); i++) {
            EventTotal total = answer.getTotals(i);
            limits.answered(
                    batch.get(i), total.getCount(), Duration.ofSeconds(total.getSecondsLeft()));
        }
    }

    private CountEventsAnswer call(List<LimitReport> batch) throws IOException {
        CountEventsRequest.Builder request = CountEventsRequest.newBuilder();
        batch.forEach(report -> request.addCounts(count(report)));
        CountEventsRequest all = request.build();
        return GrpcDirectory.call(() ->
                DirectoryGrpc.newBlockingStub(pods.apply("limits"))
                        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .countEvents(all));
    }

    private static EventCount count(LimitReport report) {
        EventCount.Builder count =
                EventCount.newBuilder()
                        .setEvent(event(report))
                        .setWindowSeconds(report.limit().window().toSeconds())
                        .setMore(report.more());
        switch (report.subject()) {
            case Subject.Client(String address) -> count.setClientAddress(address);
            case Subject.Network(String prefix) -> count.setClientNetwork(prefix);
            case Subject.Account(String id) -> count.setAccount(id);
        }
        return count.build();
    }

    private static ClientEvent event(LimitReport report) {
        return switch (report.limit().event()) {
            case CONNECTION -> ClientEvent.CONNECTION;
            case MESSAGE -> ClientEvent.MESSAGE;
            case SUBMITTED_MESSAGE -> ClientEvent.SUBMITTED_MESSAGE;
            case SUBMITTED_RECIPIENT -> ClientEvent.SUBMITTED_RECIPIENT;
            case RECEIVED_MESSAGE -> ClientEvent.RECEIVED_MESSAGE;
        };
    }
}
