package posthorn.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where the REST API is and with what token, as options that every command has; and the calls. */
final class Server {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For what is large: a copy of the database, a message. */
    private static final Duration LONG = Duration.ofMinutes(30);

    /** Made by the first call. */
    private static final class Client {
        static final HttpClient HTTP =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();

        private Client() {}
    }

    @Option(
            names = "--url",
            description = "Where the REST API is (default: $POSTHORN_URL, else ${DEFAULT-VALUE}).",
            defaultValue = "${env:POSTHORN_URL:-http://127.0.0.1:8080}")
    String url = "";

    @Option(
            names = "--data-dir",
            description =
                    "Data directory of 'posthorn up'; its admin-token is shown (default: ${DEFAULT-VALUE}).",
            defaultValue = "${env:POSTHORN_STANDALONE_DATA_DIR:-data}")
    Path dataDir = Path.of("data");

    @Option(
            names = "--token-file",
            description =
                    "File with the admin token, where there is no data directory (or $POSTHORN_ADMIN_TOKEN_FILE).",
            defaultValue = "${env:POSTHORN_ADMIN_TOKEN_FILE}")
    Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--json", description = "Print the server's answer as JSON.")
    boolean json;

    /** GET. */
    JsonNode get(String path) {
        return call("GET", path, Optional.empty());
    }

    /** POST with a JSON object. */
    JsonNode post(String path, Map<String, ?> body) {
        return call("POST", path, Optional.of(body));
    }

    /** POST with a JSON object, for what may take long. */
    JsonNode patientPost(String path, Map<String, ?> body) {
        return call("POST", path, Optional.of(body), LONG);
    }

    /** PUT with a JSON object. */
    JsonNode put(String path, Map<String, ?> body) {
        return call("PUT", path, Optional.of(body));
    }

    /** PATCH with a JSON object. */
    JsonNode patch(String path, Map<String, ?> body) {
        return call("PATCH", path, Optional.of(body));
    }

    /** DELETE. */
    JsonNode delete(String path) {
        return call("DELETE", path, Optional.empty());
    }

    /** {@code text} as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * POST of octets under an Idempotency-Key: however often it is sent, it is done once.
     *
     * @throws ServerFailure when it was refused or nobody answered
     */
    JsonNode postOctets(String path, String type, String key, BodyPublisher octets) {
        HttpRequest.Builder request =
                request(path, LONG)
                        .header("Content-Type", type)
                        .header("Idempotency-Key", key)
                        .POST(octets);
        return answer(send(request, BodyHandlers.ofString(), LONG));
    }

    /** GET of octets, to be read to their end and closed. */
    InputStream getOctets(String path) {
        HttpResponse<InputStream> response =
                send(request(path, LONG).GET(), BodyHandlers.ofInputStream(), LONG);
        if (response.statusCode() / 100 != 2) {
            try (InputStream body = response.body()) {
                throw failure(
                        response.statusCode(),
                        read(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw failure(response.statusCode(), MissingNode.getInstance());
            }
        }
        return response.body();
    }

    private JsonNode call(String method, String path, Optional<Map<String, ?>> body) {
        return call(method, path, body, PATIENCE);
    }

    private JsonNode call(
            String method, String path, Optional<Map<String, ?>> body, Duration patience) {
        HttpRequest.Builder request =
                request(path, patience)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.map(Server::write)
                                        .map(BodyPublishers::ofString)
                                        .orElseGet(BodyPublishers::noBody));
        return answer(send(request, BodyHandlers.ofString(), patience));
    }

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(address(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token())
                .header("Accept", "application/json, */*;q=0.5");
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler, Duration patience) {
        try {
            return Client.HTTP.send(request.build(), handler);
        } catch (HttpConnectTimeoutException e) {
            throw new ServerFailure(
                    Posthorn.UNREACHABLE,
                    "nobody takes the connection at " + url + ". Give --url.");
        } catch (HttpTimeoutException e) {
            throw new ServerFailure(
                    Posthorn.UNREACHABLE,
                    url
                            + " took the call and has not answered it for "
                            + patience.toSeconds()
                            + " s: it may be done all the same. Look, and call again.");
        } catch (IOException e) {
            throw new ServerFailure(
                    Posthorn.UNREACHABLE,
                    "nothing answers at " + url + ". Is 'posthorn up' running? Else give --url.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure(Posthorn.UNREACHABLE, "interrupted");
        }
    }

    private URI address(String path) {
        try {
            URI address = new URI(url + path);
            String scheme = address.getScheme();
            if (address.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Told below, in the words of whoever typed it.
        }
        throw new ServerFailure(
                CommandLine.ExitCode.USAGE,
                "'" + url + "' is no address; --url wants one like http://127.0.0.1:8080");
    }

    private static JsonNode answer(HttpResponse<String> response) {
        JsonNode body = read(response.body());
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        throw failure(response.statusCode(), body);
    }

    private static ServerFailure failure(int status, JsonNode body) {
        String error = body.path("title").asText("the server answered " + status);
        String advice = body.path("detail").asText("");
        return new ServerFailure(
                Posthorn.REFUSED, status, advice.isEmpty() ? error : error + " " + advice);
    }

    private String token() {
        Path file = tokenFile.orElseGet(() -> dataDir.resolve("admin-token"));
        try {
            return first(Files.readAllLines(file));
        } catch (IOException e) {
            throw new ServerFailure(
                    Posthorn.UNREACHABLE,
                    "cannot read the admin token in "
                            + file
                            + ". Give --data-dir or --token-file.");
        }
    }

    /** The first of the file; each may have a name before it. */
    private static String first(List<String> lines) {
        String line =
                lines.stream()
                        .map(String::strip)
                        .filter(each -> !each.isEmpty() && !each.startsWith("#"))
                        .findFirst()
                        .orElse("");
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static String write(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode read(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
