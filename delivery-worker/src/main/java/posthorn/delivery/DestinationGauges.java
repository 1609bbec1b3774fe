package posthorn.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.DestinationDepth;
import posthorn.delivery.queue.QueueSurvey;
import posthorn.runtime.metrics.OwnedGauge;

/**
 * Gauges of the destinations that most waits for: so many as a setting says, and what waits for all
 * others together as {@code other}. The queue is surveyed for it, and no further than a setting
 * allows: of a very long queue these are the oldest messages.
 */
@Singleton
public final class DestinationGauges {

    private static final String TAG = "destination";
    private static final String OTHER = "other";
    private static final long FRESH = TimeUnit.MINUTES.toNanos(1);

    /** A survey, and when it was made. */
    private record Seen(List<DestinationDepth> destinations, long at) {
        boolean fresh() {
            return System.nanoTime() - at < FRESH;
        }

        long held() {
            return destinations.stream().mapToLong(DestinationDepth::held).sum();
        }
    }

    private final QueueSurvey survey;
    private final int most;
    private final OwnedGauge depth;
    private final OwnedGauge oldest;
    private final OwnedGauge reply;
    private final OwnedGauge held;
    private boolean shown;
    private Seen seen = new Seen(List.of(), System.nanoTime() - FRESH);

    @Inject
    DestinationGauges(MeterRegistry meters, QueueSurvey survey, DeliveryWorkerSettings settings) {
        this.survey = survey;
        this.most = settings.metrics().destinations();
        this.depth =
                OwnedGauge.of(
                        meters,
                        "posthorn.queue.destination.depth",
                        "Recipients that wait, by destination");
        this.oldest =
                OwnedGauge.of(
                        meters,
                        "posthorn.queue.destination.oldest.age",
                        "Age of the oldest message that waits, by destination",
                        "seconds");
        this.reply =
                OwnedGauge.of(
                        meters,
                        "posthorn.queue.destination.reply.code",
                        "Code of the last reply of a destination; 0: it was not reached");
        this.held =
                OwnedGauge.of(
                        meters, "posthorn.queue.held", "Recipients that wait for an operator");
    }

    /** Surveys the queue, once a minute, and shows it; blocking. */
    synchronized void look(long now) {
        if (seen.fresh() && shown) {
            return;
        }
        seen = look();
        shown = true;
        Map<String, Double> depths = new LinkedHashMap<>();
        Map<String, Double> ages = new LinkedHashMap<>();
        Map<String, Double> codes = new LinkedHashMap<>();
        List<DestinationDepth> all = seen.destinations();
        List<DestinationDepth> top = all.subList(0, Math.min(most, all.size()));
        for (DestinationDepth each : top) {
            depths.put(each.key(), (double) each.waiting());
            ages.put(each.key(), age(each, now));
            each.last().ifPresent(attempt -> codes.put(each.key(), (double) code(attempt)));
        }
        if (most > 0) {
            List<DestinationDepth> others = all.subList(top.size(), all.size());
            depths.put(OTHER, others.stream().mapToDouble(DestinationDepth::waiting).sum());
            ages.put(OTHER, others.stream().mapToDouble(each -> age(each, now)).max().orElse(0));
        }
        depth.show(TAG, depths);
        oldest.show(TAG, ages);
        reply.show(TAG, codes);
        held.show((double) seen.held());
    }

    private Seen look() {
        return new Seen(survey.depths().destinations(), System.nanoTime());
    }

    private static double age(DestinationDepth destination, long now) {
        return Math.max(0, now - destination.oldest()) / 1000.0;
    }

    /** The first three digits of a reply of SMTP. */
    private static int code(Attempt attempt) {
        String reply = attempt.reply();
        return reply.length() >= 3 && reply.chars().limit(3).allMatch(Character::isDigit)
                ? Integer.parseInt(reply.substring(0, 3))
                : 0;
    }

    /** Another worker speaks for all. */
    synchronized void clear() {
        shown = false;
        depth.clear();
        oldest.clear();
        reply.clear();
        held.clear();
    }

    /** Recipients that wait for an operator, as they were a minute ago at most; may block. */
    synchronized long held() {
        if (!seen.fresh()) {
            seen = look();
        }
        return seen.held();
    }
}
