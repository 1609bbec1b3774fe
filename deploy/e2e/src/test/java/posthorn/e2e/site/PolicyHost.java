package posthorn.e2e.site;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** Serves a policy of MTA-STS over HTTPS. */
public final class PolicyHost implements AutoCloseable {

    private final HttpsServer server;

    private PolicyHost(HttpsServer server) {
        this.server = server;
    }

    static PolicyHost start(int port, SSLContext tls, String policy) {
        try {
            HttpsServer server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            byte[] body = policy.getBytes(StandardCharsets.US_ASCII);
            server.createContext(
                    "/.well-known/mta-sts.txt",
                    exchange -> {
                        try (exchange) {
                            exchange.getResponseHeaders().add("Content-Type", "text/plain");
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                        }
                    });
            server.start();
            return new PolicyHost(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
