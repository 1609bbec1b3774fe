package posthorn.runtime.kafka;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A producer that is made when it is first needed: Kafka's own cannot be made while no broker's
 * name can be resolved, and may not be used before the topics have been made. Safe for all threads.
 */
public final class LateProducer {

    private final BooleanSupplier ready;
    private final Supplier<Producer<String, byte[]>> maker;
    private @Nullable Producer<String, byte[]> made;
    private boolean closed;

    private LateProducer(BooleanSupplier ready, Supplier<Producer<String, byte[]>> maker) {
        this.ready = ready;
        this.maker = maker;
    }

    /**
     * One that is still to be made.
     *
     * @param ready whether the topics are there
     * @param maker makes it, or throws
     */
    public static LateProducer of(BooleanSupplier ready, Supplier<Producer<String, byte[]>> maker) {
        return new LateProducer(ready, maker);
    }

    /** One that is there already. */
    public static LateProducer of(Producer<String, byte[]> producer) {
        return new LateProducer(() -> true, () -> producer);
    }

    /**
     * The producer, from the second call on always the same.
     *
     * @throws KafkaException when the topics are not there yet, or no broker's name can be
     *     resolved: another attempt may get through
     */
    public synchronized Producer<String, byte[]> get() {
        Producer<String, byte[]> known = made;
        if (known != null) {
            return known;
        }
        if (closed || !ready.getAsBoolean()) {
            throw new KafkaException(
                    closed ? "the process stops" : "the topics have not been made yet");
        }
        Producer<String, byte[]> first = maker.get();
        made = first;
        return first;
    }

    /** Closes it, if it was ever made. */
    public void close(Duration within) {
        Producer<String, byte[]> known;
        synchronized (this) {
            closed = true;
            known = made;
        }
        if (known != null) {
            known.close(within);
        }
    }
}
