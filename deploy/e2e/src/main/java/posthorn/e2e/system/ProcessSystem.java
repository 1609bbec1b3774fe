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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.SelfSigned;
import posthorn.standalone.FreePorts;

/**
 * Two of each service as processes of their own, against a broker and a store that are processes
 * too; {@link ExternalServers} may stand in their place.
 */
public final class ProcessSystem implements MailSystem {

    private static final int PODS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    /** A service and where its application lies. */
    public enum Service {
        MAILBOX_API("mailbox-api", Use.MAILBOX_MANAGEMENT),
        SMTP_INGRESS("smtp-ingress", Use.INGRESS_MANAGEMENT),
        DELIVERY_WORKER("delivery-worker", Use.QUEUE_MANAGEMENT),
        IMAP_POP_FRONTEND("imap-pop-frontend", Use.FRONTEND_MANAGEMENT);

        private final String module;
        private final Use management;

        Service(String module, Use management) {
            this.module = module;
            this.management = management;
        }

        /** Name of its module, its image and its pods. */
        public String module() {
            return module;
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
    private final int pods;
    private final Installation installation;
    private final List<String> settings;
    private final List<Ports> ports = new ArrayList<>();
    private final Map<Service, @Nullable JavaProcess[]> processes = new EnumMap<>(Service.class);
    private final ExternalServers external = new ExternalServers();
    private final int kafkaPort = FreePorts.next();
    private final int storePort = FreePorts.next();
    private @Nullable JavaProcess broker;
    private @Nullable JavaProcess store;

    private ProcessSystem(
            Path directory, int pods, Installation installation, List<String> settings) {
        this.directory = directory;
        this.pods = pods;
        this.installation = installation;
        this.settings = settings;
        for (int pod = 0; pod < pods; pod++) {
            ports.add(new Ports());
        }
        for (Service service : Service.values()) {
            processes.put(service, new JavaProcess[pods]);
        }
    }

    /**
     * Starts everything and waits until it is ready; {@code settings} as in {@link
     * StandaloneSystem}.
     */
    public static ProcessSystem start(Path directory, List<String> settings) {
        return started(prepare(directory, settings, PODS));
    }

    /** One with so many pods of each service, of which nothing runs yet. */
    public static ProcessSystem prepare(Path directory, List<String> settings, int pods) {
        List<String> quick = new ArrayList<>(List.of("-Xmx512m", JavaProcess.QUICK_START));
        quick.addAll(settings);
        return prepare(directory, pods, Installation.built(), quick);
    }

    /**
     * The same from an installation of choice, with nothing added to its options of java.
     *
     * @param pods how many there are of each service
     */
    public static ProcessSystem start(
            Path directory, int pods, Installation installation, List<String> settings) {
        return started(prepare(directory, pods, installation, settings));
    }

    /** One that cannot be started leaves nothing behind. */
    private static ProcessSystem started(ProcessSystem system) {
        try {
            system.startAgain();
            return system;
        } catch (RuntimeException | Error e) {
            try (system) {
                throw e;
            }
        }
    }

    private static ProcessSystem prepare(
            Path directory, int pods, Installation installation, List<String> settings) {
        ProcessSystem system = new ProcessSystem(directory, pods, installation, settings);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("token"), TOKEN + "\n");
            SelfSigned inside = SelfSigned.create("localhost", Instant.now());
            Files.writeString(directory.resolve("inside.crt"), inside.certificate());
            Files.writeString(directory.resolve("inside.key"), inside.key());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return system;
    }

    /** Which store was used, for the output. */
    public static String storeName() {
        return ExternalServers.mongodb()
                .map(uri -> "the MongoDB of POSTHORN_TEST_MONGODB_URI")
                .orElse("the embedded store as a process");
    }

    @Override
    public void startAgain() {
        startStore();
        startBroker();
        startServices();
        awaitReady();
    }

    /** Starts the store, unless another one is used, and waits until it answers. */
    public void startStore() {
        if (ExternalServers.mongodb().isEmpty()) {
            store = own("posthorn.store.StoreMain", "store", storePort);
            store.awaitLine(line -> line.startsWith("ready"), PATIENCE);
        }
    }

    /** Starts the broker, unless others are used, and waits until it answers. */
    public void startBroker() {
        if (ExternalServers.kafka().isEmpty()) {
            String password = directory.resolve("token").toString();
            broker = own("posthorn.standalone.kafka.EmbeddedBroker", "broker", kafkaPort, password);
            broker.awaitLine(line -> line.startsWith("ready"), PATIENCE);
        }
    }

    /** Starts every pod without waiting. */
    public void startServices() {
        for (Service service : Service.values()) {
            for (int pod = 0; pod < pods; pod++) {
                start(service, pod);
            }
        }
    }

    /** Waits until every pod is ready and waits for nothing. */
    public void awaitReady() {
        for (Service service : Service.values()) {
            for (int pod = 0; pod < pods; pod++) {
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
        start(service, pod, List.of());
    }

    /** As {@link #start(Service, int)}, with more settings for this pod alone. */
    public void start(Service service, int pod, List<String> more) {
        Ports own = ports.get(pod);
        List<String> arguments = new ArrayList<>(installation.options(service.module));
        arguments.add("-Dposthorn.hostname=mx" + pod + ".posthorn.test");
        arguments.add("-Dposthorn.service-token-file=" + directory.resolve("token"));
        arguments.add(
                "-Dposthorn.mailbox-api.tls.trusted-certificates="
                        + directory.resolve("inside.crt"));
        arguments.add(
                "-Dposthorn.mailbox-api.tls.client-certificate=" + directory.resolve("inside.crt"));
        arguments.add("-Dposthorn.mailbox-api.tls.client-key=" + directory.resolve("inside.key"));
        arguments.addAll(needs(service, own));
        arguments.add(
                "-Dposthorn.mailbox-api.addresses="
                        + ports.stream()
                                .map(p -> "127.0.0.1:" + p.grpc())
                                .collect(Collectors.joining(",")));
        arguments.add("-Dquarkus.http.host=127.0.0.1");
        arguments.add("-Dquarkus.management.host=127.0.0.1");
        arguments.add("-Dquarkus.management.port=" + own.of(service.management));
        if (service == Service.MAILBOX_API) {
            arguments.add("-Dquarkus.grpc.server.host=127.0.0.1");
            arguments.add("-Dquarkus.grpc.server.port=" + own.grpc());
            arguments.add(
                    "-Dposthorn.mailbox-api.submission.server=127.0.0.1:" + own.of(Use.SUBMISSION));
        }
        arguments.addAll(own.settings(service.listeners()));
        arguments.addAll(settings);
        arguments.addAll(more);
        arguments.addAll(installation.application(service.module));
        String name = service.module + "-" + pod;
        Path output = directory.resolve(name + ".log");
        processes(service)[pod] =
                JavaProcess.start(name, installation.java(), output, arguments, Map.of());
    }

    /** What only some services get, as in the manifests: none knows more than it needs. */
    private List<String> needs(Service service, Ports own) {
        List<String> log = log();
        List<String> database =
                external.database()
                        .orElse(List.of("-Dposthorn.mongodb.uri=mongodb://127.0.0.1:" + storePort));
        String admin = "-Dposthorn.admin-token-file=" + directory.resolve("token");
        List<String> tls =
                List.of(
                        "-Dposthorn.mailbox-api.tls.certificate=" + directory.resolve("inside.crt"),
                        "-Dposthorn.mailbox-api.tls.key=" + directory.resolve("inside.key"),
                        "-Dposthorn.mailbox-api.tls.client-authorities="
                                + directory.resolve("inside.crt"));
        List<String> needs = new ArrayList<>();
        switch (service) {
            case IMAP_POP_FRONTEND -> {}
            case SMTP_INGRESS -> needs.addAll(log);
            case DELIVERY_WORKER -> {
                needs.addAll(log);
                needs.addAll(database);
                needs.add(http(own, Use.QUEUE_HTTP));
            }
            case MAILBOX_API -> {
                needs.addAll(log);
                needs.addAll(database);
                needs.addAll(List.of(admin, http(own, Use.MAILBOX_HTTP)));
                needs.addAll(tls);
                needs.add("-Dposthorn.master-key-file=" + directory.resolve("token"));
                needs.add(
                        "-Dposthorn.mailbox-api.worker.url=http://127.0.0.1:"
                                + own.of(Use.QUEUE_HTTP));
                needs.addAll(ANY_PASSWORD);
            }
        }
        return needs;
    }

    private static String http(Ports own, Use use) {
        return "-Dquarkus.http.port=" + own.of(use);
    }

    private List<String> log() {
        return external.log()
                .orElseGet(() ->
                        List.of(
                                "-Dposthorn.kafka.servers=127.0.0.1:" + kafkaPort,
                                "-Dposthorn.kafka.security.protocol=SASL_PLAINTEXT",
                                "-Dposthorn.kafka.security.mechanism=PLAIN",
                                "-Dposthorn.kafka.security.username=posthorn",
                                "-Dposthorn.kafka.security.password-file="
                                        + directory.resolve("token")));
    }

    /** Waits until {@code /q/health/ready} says so. */
    public void awaitReady(Service service, int pod) {
        Health.awaitReady(process(service, pod), ports.get(pod).of(service.management), PATIENCE);
    }

    /** The management port of a pod. */
    public int management(Service service, int pod) {
        return ports.get(pod).of(service.management);
    }

    /** The process of a pod. */
    public JavaProcess process(Service service, int pod) {
        JavaProcess process = processes(service)[pod];
        if (process == null) {
            throw new IllegalStateException(service + " " + pod + " was never started");
        }
        return process;
    }

    private @Nullable JavaProcess[] processes(Service service) {
        return processes.getOrDefault(service, new JavaProcess[pods]);
    }

    @Override
    public List<JavaProcess> processes() {
        List<JavaProcess> running = new ArrayList<>();
        for (@Nullable JavaProcess[] ofService : processes.values()) {
            for (JavaProcess pod : ofService) {
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
        return pods;
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
        processes().forEach(JavaProcess::kill);
        external.close();
    }
}
