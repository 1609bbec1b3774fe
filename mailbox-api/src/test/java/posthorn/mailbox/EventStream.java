package posthorn.mailbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a browser has open that listens to server-sent events. */
final class EventStream implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    /** An event; its id is the last one that was said. */
    record Event(String name, JsonNode data, String id) {}

    private final HttpURLConnection connection;
    private final BufferedReader lines;
    private String id;

    private EventStream(HttpURLConnection connection, String id) throws IOException {
        this.connection = connection;
        this.lines =
                new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        this.id = id;
    }

    /** Opens a stream behind the event of that id; empty: from now on. */
    static EventStream open(String path, String id) throws IOException {
        URI uri = URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + StoreResource.ADMIN);
        connection.setRequestProperty("Accept", "text/event-stream");
        if (!id.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", id);
        }
        return new EventStream(connection, id);
    }

    /** The next event; comments are passed over. */
    Event next() throws IOException {
        String name = "";
        StringBuilder data = new StringBuilder();
        while (true) {
            @Nullable String line = lines.readLine();
            if (line == null) {
                throw new IOException("the stream is over");
            }
            if (line.isEmpty() && !name.isEmpty()) {
                return new Event(name, new ObjectMapper().readTree(data.toString()), id);
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "event" -> name = value;
                case "data" -> data.append(value);
                case "id" -> id = value;
                default -> {}
            }
        }
    }

    /** Whether nothing more comes. */
    boolean isOver() throws IOException {
        return lines.lines().allMatch(String::isEmpty);
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
