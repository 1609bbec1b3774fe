package posthorn.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import posthorn.runtime.OpenPorts;

/** Says that everything runs, and where; then waits for the end. */
public final class ReadyTable implements QuarkusApplication {

    private final OpenPorts ports;
    private final Progress progress;
    private final StandaloneSettings settings;
    private final String http;

    @Inject
    ReadyTable(
            OpenPorts ports,
            Progress progress,
            StandaloneSettings settings,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") String http) {
        this.ports = ports;
        this.progress = progress;
        this.settings = settings;
        this.http = http;
    }

    @Override
    public int run(String... args) {
        progress.done("smtp-ingress, delivery-worker, mailbox-api, imap-pop-frontend");
        progress.line("");
        ports.all().stream()
                .sorted(Comparator.comparingInt(OpenPorts.OpenPort::port))
                .forEach(port -> row(port.use(), port.port()));
        progress.line(
                String.format(Locale.ROOT, "  %-46s %s", "HTTP: REST API, health, metrics", http));
        progress.line("");
        progress.line("The admin token stands in " + settings.dataDir().resolve("admin-token"));
        progress.line("ready" + progress.sinceStart() + " - Ctrl-C stops");
        Quarkus.waitForExit();
        return 0;
    }

    private void row(String use, int port) {
        progress.line(String.format(Locale.ROOT, "  %-46s %d", use, port));
    }
}
