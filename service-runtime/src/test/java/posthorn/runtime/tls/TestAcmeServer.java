package posthorn.runtime.tls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority that speaks ACME (RFC 8555) as far as clients need: it verifies each
 * request, really looks at challenges, at ports of this machine whatever the name, and issues.
 */
public final class TestAcmeServer implements AutoCloseable {
    private static final String ERROR = "urn:ietf:params:acme:error:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TestIssuer issuer = new TestIssuer();
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final Map<String, TestJws.Key> accounts = new ConcurrentHashMap<>();
    private final Map<String, Placed> orders = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger badNonces = new AtomicInteger();
    private final AtomicInteger limited = new AtomicInteger();

    /** Names of the orders that came, in their order. */
    public final List<String> ordered = new CopyOnWriteArrayList<>();

    /** How long certificates are good. */
    public volatile Duration life = Duration.ofDays(90);

    /** When clients are told to renew. */
    public final TestRenewals renewals = new TestRenewals();

    private volatile List<TestChallenges> challenges = List.of(new TestChallenges(0, 0));

    private static final class Placed {
        final String name;
        final String account;
        final String token;
        volatile String status = "pending";
        volatile String challengeStatus = "pending";
        volatile String problem = "";
        volatile String pem = "";

        Placed(String name, String account, String token) {
            this.name = name;
            this.account = account;
            this.token = token;
        }
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;
        final String type;

        Refusal(int status, String type, String detail) {
            super(detail);
            this.status = status;
            this.type = type;
        }
    }

    /** One that listens. */
    public TestAcmeServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** URL of the directory. */
    public String directory() {
        return url("/directory");
    }

    /** Where it looks for proofs from now on. */
    public void looksAt(int httpPort, int tlsPort) {
        challenges = List.of(new TestChallenges(httpPort, tlsPort));
    }

    /** A further place where the same proofs have to be, as if from another part of the world. */
    public void alsoLooksAt(int httpPort, int tlsPort) {
        challenges =
                Stream.concat(challenges.stream(), Stream.of(new TestChallenges(httpPort, tlsPort)))
                        .toList();
    }

    /** The next requests are told that their nonce is not good. */
    public void refuseNonces(int count) {
        badNonces.set(count);
    }

    /** The next orders are told that there were too many, and to come again in a while. */
    public void limitOrders(int count) {
        limited.set(count);
    }

    /** Own certificate of the authority, PEM. */
    public String root() {
        return issuer.root();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String nonce = TestJws.random();
        nonces.add(nonce);
        exchange.getResponseHeaders().set("Replay-Nonce", nonce);
        try (exchange) {
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("POST")) {
                posted(exchange, path);
            } else if (path.equals("/directory")) {
                json(exchange, 200, directoryObject());
            } else if (path.startsWith("/renewal/")) {
                renewal(exchange, path.substring("/renewal/".length()));
            } else {
                exchange.sendResponseHeaders(200, -1);
            }
        } catch (Refusal e) {
            problem(exchange, e);
        } catch (GeneralSecurityException e) {
            problem(exchange, new Refusal(400, "malformed", String.valueOf(e.getMessage())));
        }
    }

    private ObjectNode directoryObject() {
        ObjectNode directory =
                JSON.createObjectNode()
                        .put("newNonce", url("/nonce"))
                        .put("newAccount", url("/account"))
                        .put("newOrder", url("/order"));
        if (renewals.from != null) {
            directory.put("renewalInfo", url("/renewal"));
        }
        return directory;
    }

    private void renewal(HttpExchange exchange, String identifier) throws IOException, Refusal {
        ObjectNode answer = renewals.answer(identifier);
        if (answer == null) {
            throw new Refusal(404, "malformed", "there is no such certificate");
        }
        Duration again = renewals.askAgain;
        if (again != null) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(again.toSeconds()));
        }
        json(exchange, 200, answer);
    }

    private void posted(HttpExchange exchange, String path)
            throws IOException, Refusal, GeneralSecurityException {
        TestJws jws = TestJws.parse(exchange.getRequestBody().readAllBytes());
        if (!nonces.remove(jws.header().path("nonce").asText())
                || badNonces.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new Refusal(400, "badNonce", "the nonce is not good");
        }
        String kid = jws.header().path("kid").asText();
        TestJws.@Nullable Key key =
                path.equals("/account")
                        ? TestJws.Key.of(jws.header().path("jwk"))
                        : accounts.get(kid);
        if (key == null
                || !jws.header().path("url").asText().equals(url(path))
                || !jws.isSignedBy(key)) {
            throw new Refusal(401, "unauthorized", "the request is not signed by its account");
        }
        String[] parts = path.split("/", -1);
        switch (parts[1]) {
            case "account" -> account(exchange, key);
            case "order" -> {
                if (parts.length == 2) {
                    place(exchange, kid, jws.payload());
                } else {
                    json(exchange, 200, order(parts[2], found(parts[2], kid)));
                }
            }
            case "authorization" ->
                    json(exchange, 200, authorization(parts[2], found(parts[2], kid)));
            case "challenge" -> {
                Placed placed = found(parts[2], kid);
                look(placed, parts[3], key);
                json(exchange, 200, challenge(parts[2], placed, parts[3]));
            }
            case "finalize" -> {
                issue(found(parts[2], kid), jws.payload().path("csr").asText());
                json(exchange, 200, order(parts[2], found(parts[2], kid)));
            }
            default -> pem(exchange, found(parts[2], kid).pem);
        }
    }

    private Placed found(String id, String kid) throws Refusal {
        Placed placed = orders.get(id);
        if (placed == null || !placed.account.equals(kid)) {
            throw new Refusal(404, "malformed", "there is no such thing");
        }
        return placed;
    }

    private void account(HttpExchange exchange, TestJws.Key key) throws IOException {
        String location = url("/account/" + key.thumbprint());
        boolean known = accounts.put(location, key) != null;
        exchange.getResponseHeaders().set("Location", location);
        json(exchange, known ? 200 : 201, JSON.createObjectNode().put("status", "valid"));
    }

    private void place(HttpExchange exchange, String kid, JsonNode payload)
            throws IOException, Refusal {
        if (limited.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseHeaders().set("Retry-After", "7200");
            throw new Refusal(429, "rateLimited", "too many orders of this account");
        }
        String name = payload.path("identifiers").path(0).path("value").asText();
        if (name.startsWith("refused.")) {
            throw new Refusal(400, "rejectedIdentifier", "nobody gives one for " + name);
        }
        String before = payload.path("replaces").asText();
        if (!before.isEmpty() && !renewals.replace(before)) {
            throw new Refusal(409, "alreadyReplaced", "another order replaces it");
        }
        String id = String.valueOf(number.incrementAndGet());
        Placed placed = new Placed(name, kid, TestJws.random());
        orders.put(id, placed);
        ordered.add(name);
        exchange.getResponseHeaders().set("Location", url("/order/" + id));
        json(exchange, 201, order(id, placed));
    }

    private ObjectNode order(String id, Placed placed) {
        ObjectNode order = JSON.createObjectNode().put("status", placed.status);
        order.putArray("identifiers").addObject().put("type", "dns").put("value", placed.name);
        order.putArray("authorizations").add(url("/authorization/" + id));
        order.put("finalize", url("/finalize/" + id));
        if (placed.status.equals("valid")) {
            order.put("certificate", url("/certificate/" + id));
        }
        return order;
    }

    private ObjectNode authorization(String id, Placed placed) {
        ObjectNode answer = JSON.createObjectNode().put("status", placed.challengeStatus);
        answer.putObject("identifier").put("type", "dns").put("value", placed.name);
        var offered = answer.putArray("challenges");
        offered.add(challenge(id, placed, "http-01"));
        offered.add(challenge(id, placed, "tls-alpn-01"));
        return answer;
    }

    private ObjectNode challenge(String id, Placed placed, String type) {
        ObjectNode answer =
                JSON.createObjectNode()
                        .put("type", type)
                        .put("url", url("/challenge/" + id + "/" + type))
                        .put("status", placed.challengeStatus)
                        .put("token", placed.token);
        if (!placed.problem.isEmpty()) {
            answer.putObject("error")
                    .put("type", ERROR + "unauthorized")
                    .put("detail", placed.problem);
        }
        return answer;
    }

    private void look(Placed placed, String type, TestJws.Key key) {
        if (!placed.challengeStatus.equals("pending")) {
            return;
        }
        placed.problem =
                challenges.stream()
                        .map(place -> place.look(type, placed.name, placed.token, key.thumbprint()))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse("");
        placed.challengeStatus = placed.problem.isEmpty() ? "valid" : "invalid";
        placed.status = placed.problem.isEmpty() ? "ready" : "invalid";
    }

    private void issue(Placed placed, String csr) throws Refusal, BadCertificate {
        if (!placed.status.equals("ready")) {
            throw new Refusal(403, "orderNotReady", "the order is " + placed.status);
        }
        placed.pem =
                issuer.issue(Base64.getUrlDecoder().decode(csr), placed.name, life)
                        .orElseThrow(() ->
                                new Refusal(400, "badCSR", "the request is not for the name"));
        renewals.issued(placed.pem);
        placed.status = "valid";
    }

    private static void json(HttpExchange exchange, int status, ObjectNode body)
            throws IOException {
        send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
    }

    private static void pem(HttpExchange exchange, String chain) throws IOException {
        send(
                exchange,
                200,
                "application/pem-certificate-chain",
                chain.getBytes(StandardCharsets.US_ASCII));
    }

    private static void problem(HttpExchange exchange, Refusal refusal) throws IOException {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("type", ERROR + refusal.type)
                        .put("detail", refusal.getMessage());
        send(exchange, refusal.status, "application/problem+json", JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
