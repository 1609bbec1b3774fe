package posthorn.standalone;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import posthorn.standalone.kafka.EmbeddedBroker;
import posthorn.store.EmbeddedStore;

/**
 * What store and log have done, among the metrics of the services: what a message costs them is
 * what they did meanwhile, divided.
 */
final class InfrastructureMetrics {

    private InfrastructureMetrics() {}

    /** Room on the disk that everything is kept on. */
    static void ofDisk(Path data) {
        new DiskSpaceMetrics(data.toFile()).bindTo(Metrics.globalRegistry);
    }

    static void of(EmbeddedStore store) {
        counter(
                "posthorn.store.commands",
                "Commands that the embedded store executed",
                store,
                s -> s.counters().commands().values().stream().mapToLong(n -> n).sum());
        counter(
                "posthorn.store.flushes",
                "Flushes of the embedded store's log to the disk",
                store,
                EmbeddedStore::flushes);
    }

    static void ofLog() {
        counter(
                "posthorn.log.requests",
                "Requests that the embedded broker answered",
                EmbeddedBroker.class,
                broker -> EmbeddedBroker.requests());
        counter(
                "posthorn.log.flushes",
                "Flushes of the embedded broker's files to the disk",
                EmbeddedBroker.class,
                broker -> EmbeddedBroker.flushes());
    }

    private static <T> void counter(
            String name, String description, T what, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, what, value)
                .description(description)
                .register(Metrics.globalRegistry);
    }
}
