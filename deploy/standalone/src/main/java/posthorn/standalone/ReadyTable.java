package posthorn.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import posthorn.runtime.OpenPorts;

/** Says that everything runs, and where; then waits for the end. */
public final class ReadyTable implements QuarkusApplication {

    private static final List<String> PROTOCOLS = List.of("SMTP", "IMAP", "POP3");

    private final OpenPorts ports;
    private final Progress progress;
    private final StandaloneSettings settings;
    private final String http;
    private final String grpc;

    @Inject
    ReadyTable(
            OpenPorts ports,
            Progress progress,
            StandaloneSettings settings,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") String http,
            @ConfigProperty(name = "quarkus.grpc.server.port") String grpc) {
        this.ports = ports;
        this.progress = progress;
        this.settings = settings;
        this.http = http;
        this.grpc = grpc;
    }

    @Override
    public int run(String... args) {
        progress.done("smtp-ingress, delivery-worker, mailbox-api, imap-pop-frontend");
        progress.line("");
        ports.all().stream()
                .sorted(
                        Comparator.comparingInt(ReadyTable::rank)
                                .thenComparingInt(OpenPorts.OpenPort::port))
                .forEach(port -> row(port.use(), Integer.toString(port.port())));
        row("HTTP: REST API, health, metrics", http);
        row("gRPC: mailbox-api, for the other services", grpc);
        progress.line("");
        progress.line("The admin token stands in " + settings.dataDir().resolve("admin-token"));
        progress.line("ready" + progress.sinceStart() + " - Ctrl-C stops");
        Quarkus.waitForExit();
        return 0;
    }

    /** As mail goes: it is sent before it is read. */
    private static int rank(OpenPorts.OpenPort port) {
        return PROTOCOLS.indexOf(port.use().substring(0, port.use().indexOf(',')));
    }

    private void row(String use, String port) {
        progress.line(String.format(Locale.ROOT, "  %-46s %s", use, port));
    }
}
