package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import posthorn.e2e.system.Health;
import posthorn.e2e.system.JavaProcess;
import posthorn.e2e.system.MailSystem;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.tls.SelfSigned;
import posthorn.standalone.FreePorts;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

/**
 * One pod of each service, each started with the environment and the files that its Deployment
 * gives it, and with nothing else. Three things are put in other places, since all of them share
 * this machine: a file {@code /etc/posthorn/…} lies below a folder of the pod, a port is another
 * free one, and what a Service of the chart stands for is where its pod listens.
 */
final class DeployedSystem implements MailSystem {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Pattern SERVICE = Pattern.compile("(posthorn-[a-z0-9-]+):([0-9]+)");

    private final Path directory;
    private final List<Document> documents;
    private final GuardedBroker broker;
    private final EmbeddedStore store;
    private final Map<String, Map<String, String>> secrets;

    /** Free ports by service and by the port's name. */
    private final Map<String, Map<String, Integer>> ports = new TreeMap<>();

    /** Where a service would serve HTTP that has no port for it. */
    private final int unopened = FreePorts.next();

    private final Map<String, JavaProcess> processes = new LinkedHashMap<>();

    private DeployedSystem(Path directory, List<Document> documents) throws Exception {
        this.directory = directory;
        this.documents = documents;
        store =
                EmbeddedStore.start(
                        directory.resolve("store"), StoreSettings.defaults().withFlush(false));
        TestAuthority kafka = new TestAuthority();
        List<JsonNode> users = Manifests.documents("KafkaUser", documents);
        broker =
                new GuardedBroker(
                        directory.resolve("broker"), kafka.issue("localhost"), users, SECRET);
        secrets = secrets(directory, kafka, users);
        for (Pod pod : Pod.all(documents)) {
            Map<String, Integer> free = new TreeMap<>();
            pod.ports().keySet().forEach(name -> free.put(name, FreePorts.next()));
            ports.put(pod.service(), free);
        }
    }

    /** Starts all pods and waits until their probes say that they are ready. */
    static DeployedSystem start(Path directory, List<Document> documents) throws Exception {
        DeployedSystem system = new DeployedSystem(directory, documents);
        try {
            for (Pod pod : Pod.all(documents)) {
                system.start(pod);
            }
            for (Pod pod : Pod.all(documents)) {
                system.awaitProbe(pod, "readinessProbe");
            }
        } catch (IOException | RuntimeException e) {
            system.close();
            throw e;
        }
        return system;
    }

    /** What an operator makes, and what cert-manager, Strimzi and MongoDB's operator do. */
    private Map<String, Map<String, String>> secrets(
            Path folder, TestAuthority kafka, List<JsonNode> users) throws IOException {
        Map<String, Map<String, String>> made = new TreeMap<>();
        made.put(
                "posthorn-tokens",
                Map.of("service-token", SECRET, "admin-token", SECRET, "master-key", SECRET));
        TestAuthority inside = new TestAuthority();
        String authority = Files.readString(inside.writeTo(folder));
        for (JsonNode certificate : Manifests.documents("Certificate", documents)) {
            SelfSigned issued = inside.issue("localhost");
            made.put(
                    certificate.at("/spec/secretName").asText(),
                    Map.of(
                            "tls.crt", issued.certificate(),
                            "tls.key", issued.key(),
                            "ca.crt", authority));
        }
        made.put(
                "posthorn-mongodb",
                Map.of("connectionString.standard", "mongodb://127.0.0.1:" + store.port()));
        users.forEach(
                user -> made.put(user.at("/metadata/name").asText(), Map.of("password", SECRET)));
        made.put(
                "kafka-cluster-ca-cert", Map.of("ca.crt", Files.readString(kafka.writeTo(folder))));
        return made;
    }

    private void start(Pod pod) throws IOException {
        Path root = directory.resolve(pod.service());
        files(pod, root);
        Map<String, String> environment = new TreeMap<>();
        pod.environment()
                .forEach((name, value) ->
                        environment.put(
                                name,
                                name.endsWith("_PORT")
                                        ? Integer.toString(free(pod, Integer.parseInt(value)))
                                        : placed(value, root)));
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m", JavaProcess.QUICK_START));
        Map<String, Integer> listens = new TreeMap<>();
        DeclaredSettings.portSettings(pod.service())
                .forEach((key, containerPort) -> listens.put(key, free(pod, containerPort)));
        listens.putIfAbsent(DeclaredSettings.HTTP_PORT, unopened);
        listens.forEach((key, port) -> arguments.add("-D" + key + "=" + port));
        arguments.addAll(
                List.of("-jar", "../../" + pod.service() + "/target/quarkus-app/quarkus-run.jar"));
        processes.put(
                pod.service(),
                JavaProcess.start(
                        pod.service(),
                        directory.resolve(pod.service() + ".log"),
                        arguments,
                        environment));
    }

    private int free(Pod pod, int containerPort) {
        return pod.ports().entrySet().stream()
                .filter(port -> port.getValue() == containerPort)
                .map(port -> port(pod.service(), port.getKey()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(pod.service() + " lacks port " + containerPort));
    }

    /** Whatever the volumes of the pod hold, where they are mounted. */
    private void files(Pod pod, Path root) throws IOException {
        for (JsonNode mount : pod.container().path("volumeMounts")) {
            JsonNode volume =
                    pod.spec()
                            .path("volumes")
                            .valueStream()
                            .filter(v -> v.path("name").equals(mount.path("name")))
                            .findFirst()
                            .orElseThrow();
            Path folder = root.resolve(mount.path("mountPath").asText().substring(1));
            Files.createDirectories(folder);
            if (volume.has("configMap")) {
                Files.writeString(folder.resolve("posthorn.properties"), pod.settings());
            }
            secret(volume.path("secret"), "secretName", folder);
            for (JsonNode source : volume.at("/projected/sources")) {
                secret(source.path("secret"), "name", folder);
            }
        }
    }

    private void secret(JsonNode secret, String name, Path folder) throws IOException {
        for (JsonNode item : secret.path("items")) {
            Path file = folder.resolve(item.path("path").asText());
            Files.createDirectories(file.getParent());
            Files.writeString(file, content(secret.path(name).asText(), item.path("key").asText()));
        }
    }

    private String content(String secret, String key) {
        String content = secrets.getOrDefault(secret, Map.of()).get(key);
        if (content == null) {
            throw new IllegalStateException("nobody has made " + key + " of Secret " + secret);
        }
        return content;
    }

    private String placed(String value, Path root) {
        if (value.startsWith("/etc/posthorn/")) {
            return root.toAbsolutePath() + value;
        }
        if (value.equals("kafka-kafka-bootstrap:9093")) {
            return broker.servers();
        }
        Matcher service = SERVICE.matcher(value);
        return service.replaceAll(found -> {
            String target = Pod.target(documents, found.group(1), Integer.parseInt(found.group(2)));
            String[] parts = target.split(" ");
            return "localhost:" + port(parts[0], parts[1]);
        });
    }

    /** Where a port of a pod is, by its name. */
    int port(String service, String name) {
        Integer port = ports.getOrDefault(service, Map.of()).get(name);
        if (port == null) {
            throw new IllegalStateException(service + " has no port " + name);
        }
        return port;
    }

    /** Port of HTTP for the services that have none. */
    int unopened() {
        return unopened;
    }

    /** Status of what a probe of a pod asks; 0: nobody answers. */
    int probe(Pod pod, String probe) {
        JsonNode get = pod.container().path(probe).path("httpGet");
        return Health.status(
                port(pod.service(), get.path("port").asText()), get.path("path").asText());
    }

    private void awaitProbe(Pod pod, String probe) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process(pod.service()).isAlive() || probe(pod, probe) == 200);
        if (!process(pod.service()).isAlive()) {
            process(pod.service()).awaitLine(line -> false, Duration.ZERO);
        }
    }

    JavaProcess process(String service) {
        JavaProcess process = processes.get(service);
        if (process == null) {
            throw new IllegalStateException(service + " was never started");
        }
        return process;
    }

    GuardedBroker broker() {
        return broker;
    }

    @Override
    public int pods() {
        return 1;
    }

    @Override
    public int port(Use use, int pod) {
        return switch (use) {
            case SMTP -> port("smtp-ingress", "smtp");
            case SUBMISSION -> port("smtp-ingress", "submission");
            case SUBMISSIONS -> port("smtp-ingress", "submissions");
            case SUBMISSION_ALT -> port("smtp-ingress", "submission-alt");
            case IMAP -> port("imap-pop-frontend", "imap");
            case IMAPS -> port("imap-pop-frontend", "imaps");
            case POP3 -> port("imap-pop-frontend", "pop3");
            case POP3S -> port("imap-pop-frontend", "pop3s");
            case MAILBOX_HTTP -> port("mailbox-api", "admin");
            case QUEUE_HTTP -> port("delivery-worker", "http");
            case MAILBOX_MANAGEMENT -> port("mailbox-api", "management");
            case QUEUE_MANAGEMENT -> port("delivery-worker", "management");
            case INGRESS_MANAGEMENT -> port("smtp-ingress", "management");
            case FRONTEND_MANAGEMENT -> port("imap-pop-frontend", "management");
        };
    }

    @Override
    public List<JavaProcess> processes() {
        return List.copyOf(processes.values());
    }

    @Override
    public Path adminToken() {
        return directory.resolve("mailbox-api/etc/posthorn/tokens/admin-token");
    }

    @Override
    public void killAll() {
        processes.values().forEach(JavaProcess::kill);
    }

    @Override
    public void startAgain() {
        throw new UnsupportedOperationException("they are started once");
    }

    @Override
    public void close() {
        processes.values().forEach(JavaProcess::close);
        broker.close();
        store.close();
    }
}
