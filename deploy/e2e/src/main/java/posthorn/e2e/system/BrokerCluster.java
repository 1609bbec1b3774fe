package posthorn.e2e.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import posthorn.e2e.powercut.PowerCut;
import posthorn.e2e.powercut.SyncAgent;
import posthorn.standalone.FreePorts;

/**
 * Brokers are processes that can be killed. The controller that says who leads, and brokers that
 * are started again, run in this process.
 */
public final class BrokerCluster implements AutoCloseable {
    private static final int CONTROLLER = 100;
    private static final int PROCESSES = 3;
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final Path directory;
    private final String id = Uuid.randomUuid().toString();
    private final int controllerPort = FreePorts.next();
    private final Map<Integer, Integer> ports = new HashMap<>();
    private final Map<Integer, JavaProcess> processes = new HashMap<>();
    private final Path agent;
    private final String servers;
    private final Deque<KafkaRaftServer> inside = new ArrayDeque<>();
    private final Admin admin;

    /** Starts one of two or three brokers. */
    public BrokerCluster(Path directory, int brokers) throws Exception {
        this.directory = directory;
        agent = SyncAgent.pack(directory.resolve("sync-agent.jar"));
        format(CONTROLLER);
        run(controller());
        for (int broker = 1; broker <= brokers; broker++) {
            ports.put(broker, FreePorts.next());
            format(broker);
            if (broker <= PROCESSES) {
                launch(broker);
            } else {
                run(broker(broker));
            }
        }
        servers =
                ports.values().stream()
                        .map(port -> "127.0.0.1:" + port)
                        .collect(Collectors.joining(","));
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        awaitAlive(ports.keySet().toArray(Integer[]::new));
    }

    /** {@code host:port} of all, with commas. */
    public String servers() {
        return servers;
    }

    /** Starts one that was killed. */
    public void startAgain(int broker) {
        run(broker(broker));
    }

    /** kill -9 of a process: its page cache survives. */
    public void kill(int broker) {
        process(broker).kill();
    }

    /** kill -9 of a process, and what it had not flushed to its disk is gone. */
    public void cutPower(int broker) {
        kill(broker);
        PowerCut.broker(home(broker), synced(broker));
    }

    /** Waits until it is known that these brokers take part, and no others. */
    public void awaitAlive(Integer... brokers) {
        await().atMost(STARTS_WITHIN).until(() -> alive().equals(Set.of(brokers)));
    }

    /** The broker that leads the only partition of a topic; null: none does. */
    public @Nullable Integer leader(String topic) throws ExecutionException, InterruptedException {
        Node leader =
                Objects.requireNonNull(
                                admin.describeTopics(List.of(topic))
                                        .allTopicNames()
                                        .get()
                                        .get(topic))
                        .partitions()
                        .getFirst()
                        .leader();
        return leader == null || leader.isEmpty() ? null : leader.id();
    }

    private JavaProcess process(int broker) {
        return Objects.requireNonNull(processes.get(broker));
    }

    private Set<Integer> alive() throws ExecutionException, InterruptedException {
        return admin.describeCluster().nodes().get().stream()
                .map(Node::id)
                .collect(Collectors.toSet());
    }

    private void run(Properties properties) {
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        inside.push(server);
        server.startup();
    }

    private void launch(int broker) throws IOException {
        Path settings = directory.resolve("broker-" + broker + ".properties");
        try (OutputStream out = Files.newOutputStream(settings)) {
            broker(broker).store(out, null);
        }
        processes.put(
                broker,
                JavaProcess.start(
                        "broker " + broker,
                        directory.resolve("broker-" + broker + ".log"),
                        List.of(
                                "-Xmx256m",
                                JavaProcess.QUICK_START,
                                "-XX:+UseSerialGC",
                                "-javaagent:" + agent + "=" + synced(broker),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "kafka.Kafka",
                                settings.toString()),
                        Map.of()));
    }

    private Path home(int node) {
        return directory.resolve("node-" + node);
    }

    private Path synced(int broker) {
        return directory.resolve("synced-" + broker);
    }

    private void format(int node) throws Exception {
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(id)
                .setNodeId(node)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .addDirectory(home(node).toString())
                .setMetadataLogDirectory(home(node).toString())
                .run();
    }

    private Properties node(int node) {
        Properties p = new Properties();
        p.put("node.id", Integer.toString(node));
        p.put("log.dirs", home(node).toString());
        p.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", CONTROLLER + "@127.0.0.1:" + controllerPort);
        return p;
    }

    private Properties controller() {
        Properties p = node(CONTROLLER);
        p.put("process.roles", "controller");
        p.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
        // A dead broker is missed soon.
        p.put("broker.session.timeout.ms", "1000");
        return p;
    }

    private Properties broker(int broker) {
        Properties p = node(broker);
        p.put("process.roles", "broker");
        p.put("listeners", "BROKER://127.0.0.1:" + ports.get(broker));
        p.put("inter.broker.listener.name", "BROKER");
        p.put("broker.heartbeat.interval.ms", "200");
        p.put("replica.lag.time.max.ms", "2000");
        p.put("message.max.bytes", "2097152");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        return p;
    }

    /** kill -9 of all processes, without waiting. */
    void endProcesses() {
        processes.values().forEach(JavaProcess::close);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        endProcesses();
        // The controller began, and is the last to end.
        for (KafkaRaftServer server : inside) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
