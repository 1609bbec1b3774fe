package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import posthorn.runtime.tls.SelfSigned;
import posthorn.standalone.FreePorts;

/**
 * A broker as Strimzi sets one up: clients come over TLS, sign in by SCRAM-SHA-512, and may do what
 * the KafkaUsers say and nothing else. Who comes by {@link #inner} may do everything.
 */
final class GuardedBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final int clients = FreePorts.next();
    private final int inner = FreePorts.next();
    private final int controller = FreePorts.next();

    /**
     * Starts it.
     *
     * @param directory an empty one
     * @param shown for {@code localhost}
     * @param users KafkaUsers
     * @param password of all of them
     */
    GuardedBroker(Path directory, SelfSigned shown, List<JsonNode> users, String password)
            throws Exception {
        format(directory, users, password);
        server =
                new KafkaRaftServer(
                        new KafkaConfig(properties(directory, shown), false), Time.SYSTEM);
        server.startup();
        try (Admin admin = Admin.create(inner())) {
            admin.createAcls(rights(users)).all().get();
        }
    }

    /** Where clients start from. */
    String servers() {
        return "localhost:" + clients;
    }

    /** How a test reaches it. */
    Map<String, Object> inner() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + inner);
    }

    private static void format(Path directory, List<JsonNode> users, String password)
            throws Exception {
        new Formatter()
                .setPrintStream(
                        new PrintStream(
                                OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setScramArguments(
                        users.stream()
                                .map(user ->
                                        "SCRAM-SHA-512=[name=%s,password=%s]"
                                                .formatted(name(user), password))
                                .toList())
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .run();
    }

    private Properties properties(Path directory, SelfSigned shown) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("log.dirs", directory.toString());
        p.put(
                "listeners",
                "CLIENTS://:%d,INNER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(clients, inner, controller));
        p.put(
                "advertised.listeners",
                "CLIENTS://localhost:%d,INNER://127.0.0.1:%d".formatted(clients, inner));
        p.put(
                "listener.security.protocol.map",
                "CLIENTS:SASL_SSL,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "INNER");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        p.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        p.put(
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                ScramLoginModule.class.getName() + " required;");
        p.put("listener.name.clients.ssl.keystore.type", "PEM");
        p.put("listener.name.clients.ssl.keystore.certificate.chain", shown.certificate());
        p.put("listener.name.clients.ssl.keystore.key", shown.key());
        p.put("authorizer.class.name", StandardAuthorizer.class.getName());
        p.put("super.users", "User:ANONYMOUS");
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("auto.create.topics.enable", "false");
        p.put("message.max.bytes", "2097152");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        return p;
    }

    /** What the topics and groups of KafkaUsers come to, as Strimzi's user operator does it. */
    private static List<AclBinding> rights(List<JsonNode> users) {
        List<AclBinding> rights = new ArrayList<>();
        for (JsonNode user : users) {
            for (JsonNode acl : user.at("/spec/authorization/acls")) {
                JsonNode resource = acl.path("resource");
                ResourcePattern pattern =
                        new ResourcePattern(
                                ResourceType.fromString(resource.path("type").asText()),
                                resource.path("name").asText(),
                                PatternType.LITERAL);
                for (JsonNode operation : acl.path("operations")) {
                    rights.add(
                            new AclBinding(
                                    pattern,
                                    new AccessControlEntry(
                                            "User:" + name(user),
                                            "*",
                                            operation(operation.asText()),
                                            AclPermissionType.ALLOW)));
                }
            }
        }
        return rights;
    }

    private static AclOperation operation(String name) {
        return AclOperation.fromString(
                name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    private static String name(JsonNode user) {
        return user.at("/metadata/name").asText();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
