package posthorn.e2e.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Receives spans by OTLP over HTTP, and keeps the last of them. Safe for all threads. */
public final class SpanReceiver {

    private static final int KEPT = 50_000;
    private static final String PATH = "/v1/traces";

    private final Deque<ReceivedSpan> spans = new ArrayDeque<>();
    private final HttpServer server;

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    /** On a port of its own; it ends with this process. */
    public static SpanReceiver start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            SpanReceiver receiver = new SpanReceiver(server);
            server.createContext(PATH, receiver::take);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean packed =
                    "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] request =
                    packed
                            ? new GZIPInputStream(exchange.getRequestBody()).readAllBytes()
                            : exchange.getRequestBody().readAllBytes();
            List<ReceivedSpan> received = ReceivedSpan.of(request);
            synchronized (this) {
                spans.addAll(received);
                while (spans.size() > KEPT) {
                    spans.removeFirst();
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** Where spans are to be sent. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** The spans that have come and are asked for, in the order of their coming. */
    public synchronized List<ReceivedSpan> spans(Predicate<ReceivedSpan> asked) {
        return spans.stream().filter(asked).toList();
    }
}
