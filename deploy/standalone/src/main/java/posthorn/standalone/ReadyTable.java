package posthorn.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import posthorn.runtime.OpenPorts;
import posthorn.runtime.health.Preparations;

/** Says that everything runs, and where; then waits for the end. */
public final class ReadyTable implements QuarkusApplication {

    /** Where one who sits at the machine reaches the pages; the last is every address. */
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost", "0.0.0.0");

    private static final List<String> PROTOCOLS = List.of("SMTP", "IMAP", "POP3", "HTTPS", "HTTP");

    private final OpenPorts ports;
    private final Preparations preparations;
    private final Progress progress;
    private final StandaloneSettings settings;
    private final String host;
    private final String http;
    private final String management;
    private final String grpc;

    @Inject
    ReadyTable(
            OpenPorts ports,
            Preparations preparations,
            Progress progress,
            StandaloneSettings settings,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") String http,
            @ConfigProperty(name = "quarkus.management.port", defaultValue = "9000")
                    String management,
            @ConfigProperty(name = "quarkus.grpc.server.port") String grpc) {
        this.ports = ports;
        this.preparations = preparations;
        this.progress = progress;
        this.settings = settings;
        this.host = host;
        this.http = http;
        this.management = management;
        this.grpc = grpc;
    }

    @Override
    public int run(String... args) {
        preparations.awaitAll();
        progress.done("smtp-ingress, delivery-worker, mailbox-api, imap-pop-frontend");
        progress.line("");
        ports.all().stream()
                .sorted(
                        Comparator.comparingInt(ReadyTable::rank)
                                .thenComparingInt(OpenPorts.OpenPort::port))
                .forEach(port -> row(port.use(), Integer.toString(port.port())));
        row("HTTP: pages, REST API", http);
        row("HTTP: health, metrics", management);
        row("gRPC: mailbox-api, for the other services", grpc);
        progress.line("");
        progress.line("Open http://" + name() + ":" + http + "/ in a browser");
        progress.line("The admin token stands in " + settings.dataDir().resolve("admin-token"));
        progress.line("ready" + progress.sinceStart() + " - Ctrl-C stops");
        Quarkus.waitForExit();
        return 0;
    }

    /** Browsers have passkeys for localhost, and none for the addresses of loopback. */
    private String name() {
        return LOOPBACK.contains(host) ? "localhost" : host;
    }

    /** As mail goes: it is sent before it is read. */
    private static int rank(OpenPorts.OpenPort port) {
        return PROTOCOLS.indexOf(port.use().replaceFirst(",.*", ""));
    }

    private void row(String use, String port) {
        progress.line(String.format(Locale.ROOT, "  %-46s %s", use, port));
    }
}
