package posthorn.ingress.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker in this process, for one test. */
final class TestBroker implements AutoCloseable {
    private final Path directory;
    private final int port;
    private final int controller;
    private KafkaRaftServer server;

    /** One whose log is empty. */
    TestBroker(Path directory) throws Exception {
        this(directory, freePort(), freePort());
        server.startup();
    }

    private TestBroker(Path directory, int port, int controller) throws Exception {
        this.directory = directory;
        this.port = port;
        this.controller = controller;
        format();
        server = server();
    }

    private void format() throws Exception {
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .run();
    }

    private KafkaRaftServer server() {
        return new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
    }

    /** Stops it and starts it again after {@code meanwhile}, with the same log and port. */
    void restart(Runnable meanwhile) {
        close();
        meanwhile.run();
        server = server();
        server.startup();
    }

    private Properties settings() {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("log.dirs", directory.toString());
        p.put("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        p.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "BROKER");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        p.put("offsets.topic.replication.factor", "1");
        p.put("default.replication.factor", "1");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("message.max.bytes", "2097152");
        return p;
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
