package posthorn.e2e.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code ./posthorn up} starts, with ports and data directory of its own. */
public final class StandaloneSystem implements MailSystem {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String MODULE = "standalone";

    private final Path directory;
    private final Installation installation;
    private final List<String> settings;
    private final Ports ports = new Ports();
    private @Nullable JavaProcess process;

    private StandaloneSystem(Path directory, Installation installation, List<String> settings) {
        this.directory = directory;
        this.installation = installation;
        this.settings = settings;
    }

    /**
     * As {@link #start}, with all the compilers that {@code up} has: for what is measured. A test
     * is over before the optimizing one has paid.
     */
    public static StandaloneSystem startOptimized(Path directory, List<String> settings) {
        return startOptimized(directory, Installation.built(), settings);
    }

    /** The same from an installation of choice. */
    public static StandaloneSystem startOptimized(
            Path directory, Installation installation, List<String> settings) {
        StandaloneSystem system = new StandaloneSystem(directory, installation, settings);
        system.startAgain();
        return system;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param directory of data and output
     * @param settings further arguments of {@code java}, as in {@code
     *     -Dposthorn.hostname=mx.example.test}
     */
    public static StandaloneSystem start(Path directory, List<String> settings) {
        StandaloneSystem system = notStarted(directory, settings);
        system.startAgain();
        return system;
    }

    /** One that does not run yet; the arguments are those of {@link #start}. */
    public static StandaloneSystem notStarted(Path directory, List<String> settings) {
        List<String> quick = new ArrayList<>(List.of(JavaProcess.QUICK_START));
        quick.addAll(settings);
        return new StandaloneSystem(directory, Installation.built(), quick);
    }

    @Override
    public void startAgain() {
        startAgain(List.of());
    }

    /** As {@link #startAgain()}, with more settings for this one time. */
    public void startAgain(List<String> more) {
        process = launch(more);
        process.awaitLine(line -> line.startsWith("ready"), PATIENCE);
    }

    /** Starts the process without waiting for anything: for starts that are meant to fail. */
    public JavaProcess launch() {
        return launch(List.of());
    }

    private JavaProcess launch(List<String> more) {
        List<String> arguments = new ArrayList<>(installation.options(MODULE));
        arguments.add("-Dposthorn.standalone.data-dir=" + dataDir());
        arguments.add("-Dposthorn.hostname=mx.posthorn.test");
        arguments.addAll(ANY_PASSWORD);
        arguments.add("-Dquarkus.http.port=" + ports.of(Use.MAILBOX_HTTP));
        arguments.add("-Dquarkus.management.port=" + ports.of(Use.MAILBOX_MANAGEMENT));
        arguments.add("-Dquarkus.grpc.server.port=" + ports.grpc());
        arguments.addAll(ports.settings(Use.values()));
        arguments.addAll(settings);
        arguments.addAll(more);
        arguments.addAll(installation.application(MODULE));
        Path output = directory.resolve("output.log");
        return JavaProcess.start("posthorn", installation.java(), output, arguments, Map.of());
    }

    /** The process that runs now. */
    public JavaProcess process() {
        if (process == null) {
            throw new IllegalStateException("it was never started");
        }
        return process;
    }

    @Override
    public List<JavaProcess> processes() {
        return List.of(process());
    }

    /** Where log, store and tokens are. */
    public Path dataDir() {
        return directory.resolve("data");
    }

    @Override
    public int pods() {
        return 1;
    }

    @Override
    public int port(Use use, int pod) {
        return switch (use) {
            case MAILBOX_HTTP, QUEUE_HTTP -> ports.of(Use.MAILBOX_HTTP);
            case MAILBOX_MANAGEMENT, QUEUE_MANAGEMENT, INGRESS_MANAGEMENT, FRONTEND_MANAGEMENT ->
                    ports.of(Use.MAILBOX_MANAGEMENT);
            case SMTP, SUBMISSION, SUBMISSIONS, SUBMISSION_ALT, IMAP, IMAPS, POP3, POP3S ->
                    ports.of(use);
        };
    }

    @Override
    public Path adminToken() {
        return dataDir().resolve("admin-token");
    }

    @Override
    public void killAll() {
        process().kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
