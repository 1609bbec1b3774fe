package posthorn.ingress.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.MessageContent;
import posthorn.ingress.session.ScanResult.Finding;
import posthorn.ingress.session.ScanResult.Outcome;

/**
 * rspamd over HTTP: {@code POST /checkv2} with the envelope as header fields and the message as the
 * body; the answer is JSON with an action and a score.
 */
public final class Rspamd implements Scanner {
    private static final int LARGEST_ANSWER = 1024 * 1024;
    private static final int MOST_SYMBOLS = 20;
    private static final int LONGEST_SYMBOL = 40;
    private static final int LONGEST_VALUE = 512;
    private static final int HTTP_OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI check;
    private final long maxSize;
    private final Map<String, Treatment> actions;
    private final boolean fields;
    private final HttpClient http;

    /**
     * A worker that listens there.
     *
     * @param worker as in {@code http://rspamd:11333}
     * @param actions what follows from rspamd's actions, by their names, such as {@code add
     *     header}; of others nothing follows
     * @param fields whether the message says what came of it, in X-Spam-Status
     */
    public Rspamd(
            URI worker,
            long maxSize,
            Map<String, Treatment> actions,
            boolean fields,
            Duration connectLimit) {
        this.check = worker.resolve("/checkv2");
        this.maxSize = maxSize;
        this.actions = Map.copyOf(actions);
        this.fields = fields;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connectLimit)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    @Override
    public String name() {
        return "rspamd";
    }

    @Override
    public long maxSize() {
        return maxSize;
    }

    @Override
    public Finding scan(AcceptedMessage message, MessageContent content) throws IOException {
        try {
            HttpResponse<InputStream> answer =
                    http.send(request(message, content), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                if (answer.statusCode() != HTTP_OK) {
                    throw new IOException("rspamd answers with status " + answer.statusCode());
                }
                return finding(JSON.readTree(in.readNBytes(LARGEST_ANSWER)));
            }
        } catch (JsonProcessingException e) {
            throw new IOException("rspamd's answer cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Given up").initCause(e);
        }
    }

    private HttpRequest request(AcceptedMessage message, MessageContent content) {
        HttpRequest.Builder request = HttpRequest.newBuilder(check).POST(body(content));
        Client client = message.client();
        header(request, "IP", client.address());
        header(request, "From", message.sender().encode());
        header(request, "Queue-Id", message.id());
        header(request, "MTA-Name", message.hostname());
        for (AcceptedMessage.Recipient recipient : message.recipients()) {
            header(request, "Rcpt", recipient.path().encode());
        }
        client.hello().ifPresent(hello -> header(request, "Helo", hello.name()));
        client.user().ifPresent(user -> header(request, "User", user.address()));
        message.verdict()
                .map(verdict -> verdict.facts().reverse().name())
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> header(request, "Hostname", name));
        return request.build();
    }

    private static void header(HttpRequest.Builder request, String name, String value) {
        request.header(name, PlainText.of(value, LONGEST_VALUE));
    }

    /** Read while it is sent; its length is known, so that it goes in one piece. */
    private static BodyPublisher body(MessageContent content) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> open(content)), content.size());
    }

    private static InputStream open(MessageContent content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Finding finding(JsonNode answer) throws IOException {
        String action = answer.path("action").asText("").toLowerCase(Locale.ROOT);
        if (action.isEmpty()) {
            throw new IOException("rspamd's answer has no action");
        }
        Outcome outcome = actions.getOrDefault(action, Treatment.ACCEPT).outcome();
        String score = number(answer.path("score"));
        String required = number(answer.path("required_score"));
        String detail = PlainText.of(action + ", score " + score + " of " + required);
        return new Finding(
                name(), outcome, detail, fields ? field(answer, outcome, score, required) : "");
    }

    private static String number(JsonNode node) {
        return String.format(Locale.ROOT, "%.1f", node.asDouble(0));
    }

    /** As SpamAssassin writes it, which mail programs know. */
    private static String field(JsonNode answer, Outcome outcome, String score, String required) {
        boolean spam = outcome == Outcome.JUNK || outcome == Outcome.SPAM;
        List<String> symbols = new ArrayList<>();
        answer.path("symbols")
                .fieldNames()
                .forEachRemaining(name -> {
                    if (symbols.size() < MOST_SYMBOLS) {
                        symbols.add(symbol(name));
                    }
                });
        return "X-Spam-Status: "
                + (spam ? "Yes" : "No")
                + ", score="
                + score
                + " required="
                + required
                + (symbols.isEmpty() ? "" : "\r\n\ttests=" + String.join(",\r\n\t ", symbols))
                + "\r\n";
    }

    private static String symbol(String name) {
        return PlainText.of(name, LONGEST_SYMBOL).replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
