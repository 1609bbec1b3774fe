package posthorn.e2e.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.SelfSigned;
import posthorn.standalone.FreePorts;

/**
 * Two of each service as processes of their own, against a broker and a store that are processes
 * too. With {@code POSTHORN_TEST_MONGODB_URI} set, that server is used instead of the store; its
 * databases have to be empty or ours.
 */
public final class ProcessSystem implements MailSystem {

    private static final int PODS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    /** A service and where its application lies. */
    public enum Service {
        MAILBOX_API("mailbox-api", Use.MAILBOX_HTTP),
        SMTP_INGRESS("smtp-ingress", Use.INGRESS_HTTP),
        DELIVERY_WORKER("delivery-worker", Use.QUEUE_HTTP),
        IMAP_POP_FRONTEND("imap-pop-frontend", Use.FRONTEND_HTTP);

        private final String module;
        private final Use http;

        Service(String module, Use http) {
            this.module = module;
            this.http = http;
        }

        private Use[] listeners() {
            return switch (this) {
                case MAILBOX_API, DELIVERY_WORKER -> new Use[0];
                case SMTP_INGRESS ->
                        new Use[] {Use.SMTP, Use.SUBMISSION, Use.SUBMISSIONS, Use.SUBMISSION_ALT};
                case IMAP_POP_FRONTEND -> new Use[] {Use.IMAP, Use.IMAPS, Use.POP3, Use.POP3S};
            };
        }
    }

    private final Path directory;
    private final List<String> settings;
    private final List<Ports> ports = new ArrayList<>();
    private final Map<Service, @Nullable JavaProcess[]> processes = new EnumMap<>(Service.class);
    private final int kafkaPort = FreePorts.next();
    private final int storePort = FreePorts.next();
    private @Nullable JavaProcess broker;
    private @Nullable JavaProcess store;

    private ProcessSystem(Path directory, List<String> settings) {
        this.directory = directory;
        this.settings = settings;
        for (int pod = 0; pod < PODS; pod++) {
            ports.add(new Ports());
        }
        for (Service service : Service.values()) {
            processes.put(service, new JavaProcess[PODS]);
        }
    }

    /**
     * Starts everything and waits until it is ready; {@code settings} as in {@link
     * StandaloneSystem}.
     */
    public static ProcessSystem start(Path directory, List<String> settings) {
        ProcessSystem system = new ProcessSystem(directory, settings);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("token"), TOKEN + "\n");
            SelfSigned inside = SelfSigned.create("localhost", Instant.now());
            Files.writeString(directory.resolve("inside.crt"), inside.certificate());
            Files.writeString(directory.resolve("inside.key"), inside.key());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        system.startAgain();
        return system;
    }

    /** Which store was used, for the output. */
    public static String storeName() {
        return externalStore()
                .map(uri -> "the MongoDB of POSTHORN_TEST_MONGODB_URI")
                .orElse("the embedded store as a process");
    }

    private static Optional<String> externalStore() {
        return Optional.ofNullable(System.getenv("POSTHORN_TEST_MONGODB_URI"))
                .filter(uri -> !uri.isBlank());
    }

    @Override
    public void startAgain() {
        String password = directory.resolve("token").toString();
        broker = own("posthorn.standalone.kafka.EmbeddedBroker", "broker", kafkaPort, password);
        if (externalStore().isEmpty()) {
            store = own("posthorn.store.StoreMain", "store", storePort);
            store.awaitLine(line -> line.startsWith("ready"), PATIENCE);
        }
        broker.awaitLine(line -> line.startsWith("ready"), PATIENCE);
        for (Service service : Service.values()) {
            for (int pod = 0; pod < PODS; pod++) {
                start(service, pod);
            }
        }
        for (Service service : Service.values()) {
            for (int pod = 0; pod < PODS; pod++) {
                awaitReady(service, pod);
            }
        }
    }

    private JavaProcess own(String main, String name, int port, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-Xmx512m",
                                JavaProcess.QUICK_START,
                                "-cp",
                                System.getProperty("java.class.path"),
                                main,
                                directory.resolve(name).toString(),
                                Integer.toString(port)));
        arguments.addAll(List.of(more));
        return JavaProcess.start(name, directory.resolve(name + ".log"), arguments, Map.of());
    }

    /** Starts one pod without waiting. */
    public void start(Service service, int pod) {
        Ports own = ports.get(pod);
        List<String> arguments = new ArrayList<>(List.of("-Xmx512m", JavaProcess.QUICK_START));
        arguments.add("-Dposthorn.hostname=mx" + pod + ".posthorn.test");
        arguments.add("-Dposthorn.service-token-file=" + directory.resolve("token"));
        arguments.add(
                "-Dposthorn.mailbox-api.tls.trusted-certificates="
                        + directory.resolve("inside.crt"));
        arguments.addAll(needs(service));
        arguments.add(
                "-Dposthorn.mailbox-api.addresses="
                        + ports.stream()
                                .map(p -> "127.0.0.1:" + p.grpc())
                                .collect(Collectors.joining(",")));
        arguments.add("-Dquarkus.http.host=127.0.0.1");
        arguments.add("-Dquarkus.http.port=" + own.of(service.http));
        if (service == Service.MAILBOX_API) {
            arguments.add("-Dquarkus.grpc.server.host=127.0.0.1");
            arguments.add("-Dquarkus.grpc.server.port=" + own.grpc());
        }
        arguments.addAll(own.settings(service.listeners()));
        arguments.addAll(settings);
        arguments.addAll(
                List.of("-jar", "../../" + service.module + "/target/quarkus-app/quarkus-run.jar"));
        String name = service.module + "-" + pod;
        pods(service)[pod] =
                JavaProcess.start(name, directory.resolve(name + ".log"), arguments, Map.of());
    }

    /** What only some services get, as in the manifests: none knows more than it needs. */
    private List<String> needs(Service service) {
        List<String> log =
                List.of(
                        "-Dposthorn.kafka.servers=127.0.0.1:" + kafkaPort,
                        "-Dposthorn.kafka.security.protocol=SASL_PLAINTEXT",
                        "-Dposthorn.kafka.security.mechanism=PLAIN",
                        "-Dposthorn.kafka.security.username=posthorn",
                        "-Dposthorn.kafka.security.password-file=" + directory.resolve("token"));
        String database =
                "-Dposthorn.mongodb.uri="
                        + externalStore().orElse("mongodb://127.0.0.1:" + storePort);
        String admin = "-Dposthorn.admin-token-file=" + directory.resolve("token");
        List<String> tls =
                List.of(
                        "-Dposthorn.mailbox-api.tls.certificate=" + directory.resolve("inside.crt"),
                        "-Dposthorn.mailbox-api.tls.key=" + directory.resolve("inside.key"));
        List<String> needs = new ArrayList<>();
        switch (service) {
            case IMAP_POP_FRONTEND -> {}
            case SMTP_INGRESS -> needs.addAll(log);
            case DELIVERY_WORKER -> {
                needs.addAll(log);
                needs.addAll(List.of(database, admin));
            }
            case MAILBOX_API -> {
                needs.addAll(log);
                needs.addAll(List.of(database, admin));
                needs.addAll(tls);
                needs.add("-Dposthorn.master-key-file=" + directory.resolve("token"));
            }
        }
        return needs;
    }

    /** Waits until {@code /q/health/ready} says so. */
    public void awaitReady(Service service, int pod) {
        Health.awaitReady(process(service, pod), ports.get(pod).of(service.http), PATIENCE);
    }

    /** The process of a pod. */
    public JavaProcess process(Service service, int pod) {
        JavaProcess process = pods(service)[pod];
        if (process == null) {
            throw new IllegalStateException(service + " " + pod + " was never started");
        }
        return process;
    }

    private @Nullable JavaProcess[] pods(Service service) {
        return processes.getOrDefault(service, new JavaProcess[PODS]);
    }

    @Override
    public List<JavaProcess> processes() {
        List<JavaProcess> running = new ArrayList<>();
        for (@Nullable JavaProcess[] pods : processes.values()) {
            for (JavaProcess pod : pods) {
                if (pod != null) {
                    running.add(pod);
                }
            }
        }
        if (broker != null) {
            running.add(broker);
        }
        if (store != null) {
            running.add(store);
        }
        return running;
    }

    @Override
    public int pods() {
        return PODS;
    }

    @Override
    public int port(Use use, int pod) {
        return ports.get(pod).of(use);
    }

    @Override
    public Path adminToken() {
        return directory.resolve("token");
    }

    @Override
    public void killAll() {
        processes().forEach(JavaProcess::kill);
    }

    @Override
    public void close() {
        processes().forEach(JavaProcess::close);
    }
}
