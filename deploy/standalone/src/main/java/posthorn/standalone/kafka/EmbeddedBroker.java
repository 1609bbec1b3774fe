package posthorn.standalone.kafka;

import com.yammer.metrics.core.Metered;
import com.yammer.metrics.core.Metric;
import com.yammer.metrics.core.MetricName;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.apache.kafka.server.share.persister.NoOpStatePersister;
import posthorn.standalone.FreePorts;

/**
 * A broker that listens on loopback and keeps its log below one directory. Only the topic of
 * accepted mail is flushed before it is acknowledged; the topic itself says so. Every user of the
 * machine can connect to loopback, so both listeners ask for a password (SASL {@code PLAIN}, RFC
 * 4616, which stays on the machine).
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** The name that clients sign in with. */
    public static final String USER = "posthorn";

    private static final int NODE = 1;

    /**
     * What Kafka leaves in the directory of its logs when it stops, and takes away at the start.
     */
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    /** Threads of the pool of meters, if it is not there yet. */
    private static final int METER_THREADS = 2;

    private static final int METERS_STOP_SECONDS = 60;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts it; the directory is formatted when it is new.
     *
     * @param directory kept between starts
     * @param port of the broker; 0: any free one
     * @param password of {@link #USER}; letters and digits
     * @throws UncheckedIOException when the directory or a port cannot be used
     */
    public static EmbeddedBroker start(Path directory, int port, String password) {
        try {
            Files.createDirectories(directory);
            int broker = port == 0 ? FreePorts.next() : port;
            Properties properties = properties(directory, broker, FreePorts.next(), password);
            format(directory);
            KafkaRaftServer server =
                    new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            server.startup();
            stopMeters();
            IdleReapers.stop();
            return new EmbeddedBroker(server, broker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code host:port} to start from. */
    public String servers() {
        return "127.0.0.1:" + port;
    }

    /**
     * Requests that were answered since the start, by those of clients and of the broker itself.
     */
    public static long requests() {
        return sum("RequestsPerSec");
    }

    /** How often a log file was brought to the disk since the start, also that of the metadata. */
    public static long flushes() {
        return sum("LogFlushRateAndTimeMs");
    }

    private static long sum(String name) {
        long sum = 0;
        for (Map.Entry<MetricName, Metric> entry :
                KafkaYammerMetrics.defaultRegistry().allMetrics().entrySet()) {
            if (entry.getKey().getName().equals(name) && entry.getValue() instanceof Metered m) {
                sum += m.count();
            }
        }
        return sum;
    }

    /**
     * Kafka's meters compute rates every five seconds, a hundred of them, whether anybody asks or
     * not. Only their counts are read here, and they go on counting. New meters come with the first
     * request of a kind, so that they are stopped again and again.
     */
    private static void stopMeters() {
        ScheduledExecutorService ticks =
                KafkaYammerMetrics.defaultRegistry()
                        .newScheduledThreadPool(METER_THREADS, "meter-tick");
        if (ticks instanceof ScheduledThreadPoolExecutor executor) {
            executor.scheduleWithFixedDelay(
                    executor.getQueue()::clear, 0, METERS_STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Stops it and waits; what was acknowledged is on disk either way. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties properties(
            Path directory, int broker, int controller, String password) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE));
        p.put("log.dirs", directory.toString());
        p.put(
                "listeners",
                "BROKER://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:" + controller);
        p.put("advertised.listeners", "BROKER://127.0.0.1:" + broker);
        p.put("inter.broker.listener.name", "BROKER");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controller);
        signIn(p, password);
        single(p);
        life(p, Files.exists(directory.resolve(CLEAN_SHUTDOWN)) || isNew(directory));
        small(p);
        atRest(p);
        return p;
    }

    private static void signIn(Properties p, String password) {
        p.put("listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        p.put("sasl.enabled.mechanisms", "PLAIN");
        p.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        p.put("sasl.mechanism.controller.protocol", "PLAIN");
        String jaas =
                "%s required username=\"%s\" password=\"%s\" user_%s=\"%s\";"
                        .formatted(
                                PlainLoginModule.class.getName(), USER, password, USER, password);
        p.put("listener.name.broker.plain.sasl.jaas.config", jaas);
        p.put("listener.name.controller.plain.sasl.jaas.config", jaas);
    }

    /** One node keeps every replica there is. */
    private static void single(Properties p) {
        p.put("default.replication.factor", "1");
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("auto.create.topics.enable", "false");
    }

    /**
     * After kill -9 the registration of the dead broker blocks until its time is over: the start
     * behind a death gives it little time. A broker that was stopped has no registration, and one
     * that has much time need not give signs of life to itself all the time.
     */
    private static void life(Properties p, boolean stopped) {
        p.put("broker.session.timeout.ms", stopped ? "18000" : "2000");
        p.put("broker.heartbeat.interval.ms", stopped ? "6000" : "800");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("controller.quorum.election.timeout.ms", "200");
        p.put("controller.quorum.fetch.timeout.ms", "1000");
    }

    private static void small(Properties p) {
        p.put("num.network.threads", "1");
        p.put("num.io.threads", "2");
        p.put("group.coordinator.threads", "1");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("background.threads", "2");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.cleaner.threads", "1");
        p.put("socket.request.max.bytes", "16777216");
        p.put("message.max.bytes", "2097152");
        p.put("log.segment.bytes", "134217728");
        p.put("metadata.log.max.record.bytes.between.snapshots", "4194304");
    }

    /** What a broker among many does to be noticed costs a machine that waits for mail its rest. */
    private static void atRest(Properties p) {
        // No record that only says that the controller lives: the broker sits in the same process.
        p.put("metadata.max.idle.interval.ms", "0");
        // Nothing of share groups is kept: nobody has one.
        p.put("group.share.persister.class.name", NoOpStatePersister.class.getName());
        p.put("log.cleaner.backoff.ms", "60000");
        p.put("offsets.retention.check.interval.ms", "3600000");
    }

    private static boolean isNew(Path directory) {
        return !Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME));
    }

    private static void format(Path directory) throws IOException {
        if (!isNew(directory)) {
            return;
        }
        Formatter formatter = new Formatter();
        formatter
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString());
        try {
            formatter.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the log directory " + directory + " cannot be formatted", e);
        }
    }

    /**
     * Runs a broker as a process of its own until it is stopped: {@code <directory> <port> <file
     * with the password>}. Prints {@code ready host:port}.
     */
    public static void main(String[] args) throws InterruptedException, IOException {
        String password = Files.readString(Path.of(args[2])).strip();
        EmbeddedBroker broker = start(Path.of(args[0]), Integer.parseInt(args[1]), password);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println("ready " + broker.servers());
        Thread.currentThread().join();
    }
}
