package posthorn.e2e.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.tls.SelfSigned;
import posthorn.standalone.FreePorts;

/**
 * A broker in this process with the listeners that Strimzi offers to clients: one where they sign
 * in by SCRAM over TLS, and one where they show a certificate. Whoever has signed in has to do so
 * again soon. What stands in {@link #folder} is what a KafkaUser's and a cluster's secrets hold.
 */
final class SecuredBroker implements AutoCloseable {

    /** Name of the user. */
    static final String USER = "mail";

    private static final int NODE = 1;
    private static final int SIGN_IN_AGAIN_MILLIS = 1_000;
    private static final int ITERATIONS = 4096;

    private final Path folder;
    private final TestAuthority authority = new TestAuthority();
    private final int own = FreePorts.next();
    private final int scram = FreePorts.next();
    private final int certificates = FreePorts.next();
    private final int controller = FreePorts.next();
    private final KafkaRaftServer server;
    private final Admin admin;

    /** Starts it, with a user that has no password yet. */
    SecuredBroker(Path folder) throws Exception {
        this.folder = folder;
        authority.writeTo(folder);
        newCertificate();
        Path log = folder.resolve("log");
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .addDirectory(log.toString())
                .setMetadataLogDirectory(log.toString())
                .run();
        server = new KafkaRaftServer(new KafkaConfig(properties(log), false), Time.SYSTEM);
        server.startup();
        admin = Admin.create(Map.of("bootstrap.servers", "localhost:" + own));
    }

    /** Where clients sign in by SCRAM. */
    String byPassword() {
        return "localhost:" + scram;
    }

    /** Where clients show a certificate. */
    String byCertificate() {
        return "localhost:" + certificates;
    }

    /** Makes another password; the files say so, too. */
    void newPassword(String password) throws ExecutionException, InterruptedException {
        admin.alterUserScramCredentials(
                        List.of(
                                new UserScramCredentialUpsertion(
                                        USER,
                                        new ScramCredentialInfo(
                                                ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                                        password)))
                .all()
                .get();
        write("password", password);
        write(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                        + USER
                        + "\" password=\""
                        + password
                        + "\";");
    }

    /** Issues another certificate to the user. */
    void newCertificate() {
        SelfSigned user = authority.issue(USER);
        write("user.crt", user.certificate());
        write("user.key", user.key());
    }

    /** One of the files, as in {@code user.crt}. */
    String file(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties properties(Path log) throws IOException {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE));
        p.put("log.dirs", log.toString());
        p.put(
                "listeners",
                "OWN://localhost:%d,SCRAM://localhost:%d,MTLS://localhost:%d,CONTROLLER://localhost:%d"
                        .formatted(own, scram, certificates, controller));
        p.put(
                "advertised.listeners",
                "OWN://localhost:%d,SCRAM://localhost:%d,MTLS://localhost:%d"
                        .formatted(own, scram, certificates));
        p.put(
                "listener.security.protocol.map",
                "OWN:PLAINTEXT,SCRAM:SASL_SSL,MTLS:SSL,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "OWN");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", NODE + "@localhost:" + controller);
        putSecurity(p);
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("auto.create.topics.enable", "false");
        p.put("message.max.bytes", "2097152");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        return p;
    }

    private void putSecurity(Properties p) throws IOException {
        SelfSigned shown = authority.issue("localhost");
        for (String listener : List.of("scram", "mtls")) {
            String prefix = "listener.name." + listener + ".";
            p.put(prefix + "ssl.keystore.type", "PEM");
            p.put(prefix + "ssl.keystore.certificate.chain", shown.certificate());
            p.put(prefix + "ssl.keystore.key", shown.key());
            p.put(prefix + "ssl.truststore.type", "PEM");
            p.put(
                    prefix + "ssl.truststore.certificates",
                    Files.readString(folder.resolve("authority.pem")));
        }
        p.put("listener.name.mtls.ssl.client.auth", "required");
        p.put("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        p.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        p.put(
                "listener.name.scram.scram-sha-512.connections.max.reauth.ms",
                Integer.toString(SIGN_IN_AGAIN_MILLIS));
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }
}
