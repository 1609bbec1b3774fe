package posthorn.e2e.system;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.standalone.FreePorts;

/** The ports of one pod of each service, and the settings that say so. */
final class Ports {

    private static final Map<Use, String> KEYS =
            Map.of(
                    Use.SMTP, "posthorn.smtp-ingress.mx-port",
                    Use.SUBMISSION, "posthorn.smtp-ingress.submission-port",
                    Use.SUBMISSIONS, "posthorn.smtp-ingress.submissions-port",
                    Use.SUBMISSION_ALT, "posthorn.smtp-ingress.submission-alternate-port",
                    Use.IMAP, "posthorn.imap-pop-frontend.imap.port",
                    Use.IMAPS, "posthorn.imap-pop-frontend.imap.tls-port",
                    Use.POP3, "posthorn.imap-pop-frontend.pop3.port",
                    Use.POP3S, "posthorn.imap-pop-frontend.pop3.tls-port");

    private final Map<Use, Integer> ports = new EnumMap<>(Use.class);
    private final int grpc = FreePorts.next();

    Ports() {
        for (Use use : Use.values()) {
            ports.put(use, FreePorts.next());
        }
    }

    int of(Use use) {
        return ports.getOrDefault(use, -1);
    }

    int grpc() {
        return grpc;
    }

    /** {@code -Dkey=port} for the mail ports among {@code uses}. */
    List<String> settings(Use... uses) {
        return Stream.of(uses)
                .filter(KEYS::containsKey)
                .map(use -> "-D" + KEYS.get(use) + "=" + of(use))
                .toList();
    }
}
