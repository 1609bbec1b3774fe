package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of {@code account quota} and {@code domain quota}, and what they do. */
final class Limits {

    private static final String NONE = "none";

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    @Option(names = "--octets", description = "As in 10GB or 500MB; none: no limit.")
    Optional<String> octets = Optional.empty();

    @Option(names = "--messages", description = "How many; none: no limit.")
    Optional<String> messages = Optional.empty();

    @Option(names = "--inherit", description = "No limits of its own any more.")
    boolean inherit;

    /** Sets what the options say, if anything, and shows what is so then. */
    int show(Server server, String path, String name) {
        JsonNode answer = answer(server, path);
        Terminal terminal = new Terminal(spec, server);
        int code =
                terminal.table(
                        answer,
                        List.of(name, "USED", "LIMIT"),
                        List.of(row("octets", answer), row("messages", answer)),
                        "");
        terminal.note("The limits are those of the " + answer.path("from").asText() + ".");
        return code;
    }

    private JsonNode answer(Server server, String path) {
        if (inherit) {
            return server.delete(path);
        }
        if (octets.isEmpty() && messages.isEmpty()) {
            return server.get(path);
        }
        JsonNode now = server.get(path);
        return server.put(
                path,
                Map.of(
                        "octets", limit(octets, now.path("octets")),
                        "messages", limit(messages, now.path("messages"))));
    }

    /** What is not given stays as it is. */
    private Map<String, Long> limit(Optional<String> given, JsonNode now) {
        Map<String, Long> limit = new TreeMap<>();
        long value =
                given.map(text -> OctetSize.of(spec, text))
                        .orElseGet(() -> now.path("limit").asLong(0));
        if (value > 0) {
            limit.put("limit", value);
        }
        return limit;
    }

    private static List<String> row(String resource, JsonNode answer) {
        JsonNode of = answer.path(resource);
        return List.of(
                resource,
                of.has("used") ? String.format(Locale.ROOT, "%d", of.path("used").asLong()) : "-",
                of.has("limit")
                        ? String.format(Locale.ROOT, "%d", of.path("limit").asLong())
                        : NONE);
    }
}
