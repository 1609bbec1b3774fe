package posthorn.delivery.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.relay.Routes.Hop;
import posthorn.delivery.relay.Routes.Route;
import posthorn.runtime.log.LogText;

/**
 * Whether the way out to other hosts is open: connects to the hosts of a domain and waits for a
 * greeting, nothing more. Many networks let nobody out to port 25. Blocking; safe for all threads.
 */
public final class OutgoingProbe {

    private static final int HOSTS = 3;
    private static final int CONNECT_MILLIS = 8_000;
    private static final int GREETING_MILLIS = 15_000;
    private static final int LONGEST_GREETING = 512;

    private final Routes routes;
    private final int port;

    OutgoingProbe(Routes routes, int port) {
        this.routes = routes;
        this.port = port;
    }

    /** How it went. */
    public enum Outcome {
        /** A host greeted with 220. */
        GREETED,
        /** A host answered, and not with 220: it does not want us. */
        REFUSED,
        /** No host could be reached. */
        BLOCKED,
        /** DNS named no host. */
        UNKNOWN
    }

    /**
     * What came of it.
     *
     * @param host that was asked last; empty: none
     * @param said the greeting, or what was wrong
     */
    public record Result(Outcome outcome, String host, int port, String said) {}

    /** Tries the hosts of a domain, one after the other, until one greets. */
    public Result look(String domain) {
        return switch (routes.to(domain)) {
            case Route.None(var failure) ->
                    new Result(Outcome.UNKNOWN, "", port, FailurePolicy.result(failure).reply());
            case Route.Found(List<Hop> hops, var _) -> look(hops);
        };
    }

    private Result look(List<Hop> hops) {
        Result last = new Result(Outcome.UNKNOWN, "", port, "there is no host");
        for (Hop hop : hops.subList(0, Math.min(HOSTS, hops.size()))) {
            last = look(hop);
            if (last.outcome() != Outcome.BLOCKED) {
                return last;
            }
        }
        return last;
    }

    private Result look(Hop hop) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(hop.address(), port), CONNECT_MILLIS);
            socket.setSoTimeout(GREETING_MILLIS);
            String greeting = LogText.clean(line(socket.getInputStream()));
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            Outcome outcome = greeting.startsWith("220") ? Outcome.GREETED : Outcome.REFUSED;
            return new Result(outcome, hop.name(), port, greeting);
        } catch (IOException e) {
            String why = NetworkFailure.inWords(hop.name(), e);
            return new Result(Outcome.BLOCKED, hop.name(), port, why);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n' && line.length() < LONGEST_GREETING) {
            if (octet != '\r') {
                line.append((char) octet);
            }
            octet = in.read();
        }
        return line.toString();
    }
}
