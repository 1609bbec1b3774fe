package posthorn.ingress.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;
import posthorn.ingress.blocklist.BlockListObserver;
import posthorn.ingress.scan.ScanObserver;
import posthorn.ingress.session.ScanResult.Outcome;
import posthorn.runtime.log.LogText;
import posthorn.runtime.metrics.Buckets;

/**
 * Counts what block lists and scanners answer, and says in the log when one of them is ill; the
 * same is said once in a while. Labels are the lists and scanners of the settings.
 */
public final class AccessAlarms {
    private static final Logger LOG = Logger.getLogger(AccessAlarms.class);
    private static final Duration AGAIN = Duration.ofMinutes(10);
    private static final int MOST = 1000;

    private final MeterRegistry metrics;
    private final Cache<String, Boolean> said =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterWrite(AGAIN)
                    .executor(Runnable::run)
                    .build();

    private AccessAlarms(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** For block lists. */
    public static BlockListObserver lists(MeterRegistry metrics) {
        return new AccessAlarms(metrics)::answered;
    }

    /** For scanners. */
    public static ScanObserver scanners(MeterRegistry metrics) {
        AccessAlarms alarms = new AccessAlarms(metrics);
        return (finding, time) -> {
            String outcome = word(finding.outcome());
            Buckets.ANSWERS
                    .timer("posthorn.scan.duration", "How long a scanner looks into a message")
                    .tag("scanner", finding.scanner())
                    .tag("outcome", outcome)
                    .register(metrics)
                    .record(time);
            if (finding.outcome() == Outcome.FAILED) {
                alarms.say("the scanner " + finding.scanner(), finding.detail());
            }
        };
    }

    private void answered(String zone, BlockListObserver.Answer answer, String detail) {
        Counter.builder("posthorn.blocklist.answers")
                .description("What block lists in DNS have answered")
                .tag("list", zone)
                .tag("answer", word(answer))
                .register(metrics)
                .increment();
        switch (answer) {
            case ERROR, UNAVAILABLE -> say("the block list " + zone, detail);
            case LISTED, NOT_LISTED -> {
                // As it should be.
            }
        }
    }

    private void say(String who, String detail) {
        if (said.asMap().putIfAbsent(who + detail, true) == null) {
            LOG.warnf("%s cannot be asked: %s", who, LogText.clean(detail));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
