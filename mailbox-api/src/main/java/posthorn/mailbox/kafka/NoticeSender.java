package posthorn.mailbox.kafka;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.warm.Notices;
import posthorn.mailbox.wire.Entries;
import posthorn.protocol.wire.AccountChanged;
import posthorn.runtime.kafka.Topics;

/**
 * Writes notices, from one thread of its own: whoever appended an entry never waits for the topic.
 */
public final class NoticeSender implements Notices, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NoticeSender.class);
    private static final int WAITING = 10_000;

    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final String pod;
    private final int inlineOctets;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread thread;

    /**
     * @param servers brokers to start from
     * @param pod names this process among the others
     * @param inlineOctets entries up to this size travel with their notice
     */
    public NoticeSender(String servers, String pod, int inlineOctets) {
        this.pod = pod;
        this.inlineOctets = inlineOctets;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                                ProducerConfig.CLIENT_ID_CONFIG, "mailbox-api-" + pod,
                                ProducerConfig.ACKS_CONFIG, "1",
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false",
                                ProducerConfig.LINGER_MS_CONFIG, "0",
                                ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
                                ProducerConfig.BUFFER_MEMORY_CONFIG, "8388608"),
                        new StringSerializer(),
                        new ByteArraySerializer());
        this.thread = Thread.ofPlatform().daemon().name("notices-out").start(this::send);
    }

    @Override
    public void appended(Entry entry) {
        if (!waiting.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    /** Notices that never went out since the start: others heard of their entries later. */
    public long dropped() {
        return dropped.get();
    }

    private void send() {
        try {
            while (true) {
                Entry entry = waiting.take();
                try {
                    producer.send(
                            record(entry),
                            (where, failure) -> {
                                if (failure != null) {
                                    dropped.incrementAndGet();
                                }
                            });
                } catch (KafkaException e) {
                    dropped.incrementAndGet();
                    LOG.debug("a notice did not go out", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProducerRecord<String, byte[]> record(Entry entry) {
        AccountChanged.Builder changed =
                AccountChanged.newBuilder().setAccount(entry.account()).setN(entry.n()).setPod(pod);
        ByteString bytes = Entries.encode(entry).toByteString();
        if (bytes.size() <= inlineOctets) {
            changed.setEntry(bytes);
        }
        return new ProducerRecord<>(Topics.CHANGES, entry.account(), changed.build().toByteArray());
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(java.time.Duration.ofSeconds(1));
    }
}
