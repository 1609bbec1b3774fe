package posthorn.runtime.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * What matters of the measurements that a client of Kafka makes of itself, under the names of
 * OpenTelemetry's conventions for messaging where there is one. Kafka makes one of these for each
 * client ({@code metric.reporters}); they count into Micrometer's global registry. Numbers at the
 * end of a client's name are left out, so that names stay few; clients of one name are added up.
 */
public final class ClientMetrics implements MetricsReporter {

    private static final Pattern NUMBER = Pattern.compile("-[0-9]+$");
    private static final Shown SHOWN = new Shown(Metrics.globalRegistry);

    /**
     * One measurement that is shown.
     *
     * @param name in Micrometer
     * @param counts whether it only grows
     */
    private record Measure(String name, String description, @Nullable String unit, boolean counts) {

        static Measure counter(String name, String description) {
            return new Measure(name, description, null, true);
        }

        static Measure gauge(String name, String description) {
            return new Measure(name, description, null, false);
        }
    }

    /** By the name that Kafka has for it; those of topics have the tag topic. */
    private static final Map<String, Measure> OF_CLIENTS =
            Map.of(
                    "connection-count",
                    Measure.gauge("kafka.client.connections", "Connections to brokers"),
                    "failed-authentication-total",
                    Measure.counter(
                            "kafka.client.authentication.failures",
                            "Sign-ins that the brokers refused"),
                    "rebalance-total",
                    Measure.counter(
                            "kafka.consumer.rebalances", "Times that partitions were shared anew"),
                    "assigned-partitions",
                    Measure.gauge(
                            "kafka.consumer.assigned.partitions",
                            "Partitions that this member of a group reads"),
                    "last-poll-seconds-ago",
                    new Measure(
                            "kafka.consumer.poll.age",
                            "Time since the consumer last asked for records",
                            "seconds",
                            false));

    private static final Map<String, Measure> OF_TOPICS =
            Map.of(
                    "record-send-total",
                    Measure.counter("messaging.client.sent.messages", "Records that were sent"),
                    "record-error-total",
                    Measure.counter(
                            "kafka.producer.record.errors", "Records that could not be sent"),
                    "records-consumed-total",
                    Measure.counter(
                            "messaging.client.consumed.messages", "Records that were read"));

    /** Made by Kafka. */
    public ClientMetrics() {}

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing is set.
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        Measure measure = measure(metric.metricName());
        if (measure != null) {
            SHOWN.add(measure, tags(metric.metricName()), metric);
        }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        Measure measure = measure(metric.metricName());
        if (measure != null) {
            SHOWN.remove(measure, tags(metric.metricName()), metric);
        }
    }

    @Override
    public void close() {
        // Kafka has removed each of its metrics before.
    }

    private static @Nullable Measure measure(MetricName name) {
        Map<String, String> tags = name.tags();
        if (!tags.containsKey("client-id") || tags.containsKey("partition")) {
            return null;
        }
        return tags.containsKey("topic")
                ? OF_TOPICS.get(name.name())
                : tags.size() == 1 ? OF_CLIENTS.get(name.name()) : null;
    }

    private static Tags tags(MetricName name) {
        String client = NUMBER.matcher(name.tags().getOrDefault("client-id", "")).replaceFirst("");
        Tags tags = Tags.of("messaging.system", "kafka", "messaging.client.id", client);
        String topic = name.tags().get("topic");
        return topic == null ? tags : tags.and("messaging.destination.name", topic);
    }

    /** What is shown now; a counter goes on from where the clients that are gone have left it. */
    private static final class Shown {

        private record Key(String name, Tags tags) {}

        private static final class Sum {
            private final Map<MetricName, KafkaMetric> clients = new HashMap<>();
            private double gone;

            synchronized double value() {
                return gone + clients.values().stream().mapToDouble(Shown::number).sum();
            }

            synchronized void add(KafkaMetric metric) {
                clients.put(metric.metricName(), metric);
            }

            synchronized boolean remove(KafkaMetric metric, boolean counts) {
                if (clients.remove(metric.metricName()) != null && counts) {
                    gone += number(metric);
                }
                return clients.isEmpty();
            }
        }

        private final MeterRegistry meters;
        private final Map<Key, Sum> sums = new HashMap<>();
        private final Map<Key, Meter> gauges = new HashMap<>();

        Shown(MeterRegistry meters) {
            this.meters = meters;
        }

        private static double number(KafkaMetric metric) {
            return metric.metricValue() instanceof Number number
                            && Double.isFinite(number.doubleValue())
                    ? Math.max(0, number.doubleValue())
                    : 0;
        }

        synchronized void add(Measure measure, Tags tags, KafkaMetric metric) {
            Key key = new Key(measure.name(), tags);
            Sum sum = sums.get(key);
            if (sum == null) {
                sum = new Sum();
                sums.put(key, sum);
                register(key, measure, sum);
            }
            sum.add(metric);
        }

        private void register(Key key, Measure measure, Sum sum) {
            if (measure.counts()) {
                FunctionCounter.builder(key.name(), sum, Sum::value)
                        .description(measure.description())
                        .tags(key.tags())
                        .register(meters);
            } else {
                gauges.put(
                        key,
                        Gauge.builder(key.name(), sum, Sum::value)
                                .description(measure.description())
                                .baseUnit(measure.unit())
                                .tags(key.tags())
                                .register(meters));
            }
        }

        synchronized void remove(Measure measure, Tags tags, KafkaMetric metric) {
            Key key = new Key(measure.name(), tags);
            Sum sum = sums.get(key);
            if (sum != null && sum.remove(metric, measure.counts()) && !measure.counts()) {
                sums.remove(key);
                Meter gauge = gauges.remove(key);
                if (gauge != null) {
                    meters.remove(gauge);
                }
            }
        }
    }
}
