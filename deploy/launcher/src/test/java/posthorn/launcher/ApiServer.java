package posthorn.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A REST API on loopback that answers what a test tells it, and remembers what it was asked. */
final class ApiServer implements AutoCloseable {

    /** What was asked; {@code path} with its query. */
    record Asked(String method, String path, String authorization, String body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    ApiServer() {
        try {
            this.server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on {@code request}, as in {@code GET /v1/domains}, is answered so. */
    void answers(String request, int status, String body) {
        answers.put(request, new Answer(status, body));
    }

    List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().toString();
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(exchange.getRequestMethod(), path, token, body));
            Answer answer =
                    answers.getOrDefault(
                            exchange.getRequestMethod() + " " + path,
                            new Answer(404, "{\"title\":\"not here\"}"));
            byte[] octets = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        }
    }
}
