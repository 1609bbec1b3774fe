package posthorn.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where the REST API is and with what token, as options that every command has; and the calls. */
final class Server {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    /** PUT with a JSON object. */
    JsonNode put(String path, Map<String, ?> body) {
        return call("PUT", path, Optional.of(body));
    }

    /** DELETE. */
    JsonNode delete(String path) {
        return call("DELETE", path, Optional.empty());
    }

    /** {@code text} as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String method, String path, Optional<Map<String, ?>> body) {
        HttpRequest request =
                HttpRequest.newBuilder(address(path))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .method(
                                method,
                                body.map(Server::write)
                                        .map(BodyPublishers::ofString)
                                        .orElseGet(BodyPublishers::noBody))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (HttpConnectTimeoutException e) {
            throw new ServerFailure(
                    Posthorn.UNREACHABLE,
                    "nobody takes the connection at " + url + ". Give --url.");
        } catch (HttpTimeoutException e) {
            throw new ServerFailure(
                    Posthorn.UNREACHABLE,
                    url
                            + " took the call and has not answered it for "
                            + PATIENCE.toSeconds()
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

    private JsonNode answer(HttpResponse<String> response) {
        JsonNode body = read(response.body());
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        String error = body.path("error").asText("the server answered " + response.statusCode());
        String advice = body.path("do").asText("");
        throw new ServerFailure(Posthorn.REFUSED, advice.isEmpty() ? error : error + " " + advice);
    }

    private String token() {
        Path file = tokenFile.orElseGet(() -> dataDir.resolve("admin-token"));
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ServerFailure(
                    Posthorn.UNREACHABLE,
                    "cannot read the admin token in "
                            + file
                            + ". Give --data-dir or --token-file.");
        }
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
