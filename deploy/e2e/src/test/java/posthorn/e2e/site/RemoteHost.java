package posthorn.e2e.site;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import posthorn.e2e.sink.SinkMessage;
import posthorn.e2e.sink.SinkServer;

/**
 * A mail server of somebody else.
 *
 * @param domain whose mail exchanger it is
 * @param address IP address
 * @param port it listens on
 */
public record RemoteHost(String domain, String address, int port, SinkServer server)
        implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An address at its domain. */
    public String address(String localPart) {
        return localPart + "@" + domain;
    }

    /** Name that DNS has for it. */
    public String name() {
        return "mx." + domain;
    }

    /** Waits until it has taken so many messages for an address; these. */
    public List<SinkMessage> await(String forwardPath, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> server.messagesFor(forwardPath).size() >= count);
        return server.messagesFor(forwardPath);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
