package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code queue list|show|retry|drop}. */
@Command(name = "queue", description = "Mail that waits.", mixinStandardHelpOptions = true)
final class QueueCommands {

    private static final List<String> HEADINGS =
            List.of("MESSAGE", "RECIPIENT", "STATE", "ATTEMPTS", "NEXT ATTEMPT", "LAST REPLY");

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Lists the messages that wait, the oldest first.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Server server,
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            description =
                                    "At most so many messages, 1 to 1000 (default: ${DEFAULT-VALUE}).")
                    int limit) {
        JsonNode answer = server.get("/api/queue?limit=" + limit);
        List<List<String>> rows = new ArrayList<>();
        answer.path("messages").forEach(message -> rows.addAll(rows(message)));
        Terminal terminal = new Terminal(spec, server);
        int code = terminal.table(answer, HEADINGS, rows, "Nothing waits.");
        if (answer.path("messages").size() == limit) {
            terminal.note("There may be more: these are the first " + limit + ", see --limit.");
        }
        return code;
    }

    @Command(
            description = "Shows one message with its recipients.",
            mixinStandardHelpOptions = true)
    int show(@Mixin Server server, @Parameters(paramLabel = "MESSAGE") String id) {
        JsonNode answer = server.get("/api/queue/" + Server.segment(id));
        return new Terminal(spec, server)
                .table(answer, HEADINGS, rows(answer), "The message has no recipients.");
    }

    @Command(description = "Tries a message again now.", mixinStandardHelpOptions = true)
    int retry(@Mixin Server server, @Parameters(paramLabel = "MESSAGE") String id) {
        return new Terminal(spec, server)
                .said(
                        server.post("/api/queue/" + Server.segment(id) + "/retry", Map.of()),
                        id + " is tried again now.");
    }

    @Command(
            description = "Drops what still waits of a message; recorded as discarded.",
            mixinStandardHelpOptions = true)
    int drop(
            @Mixin Server server,
            @Parameters(paramLabel = "MESSAGE") String id,
            @Option(names = "--notify", description = "Tell the sender.") boolean notify) {
        String path = "/api/queue/" + Server.segment(id) + "/drop" + (notify ? "?notify=true" : "");
        return new Terminal(spec, server)
                .said(server.post(path, Map.of()), "What waited of " + id + " is dropped.");
    }

    private static List<List<String>> rows(JsonNode message) {
        List<List<String>> rows = new ArrayList<>();
        message.path("recipients")
                .forEach(r ->
                        rows.add(
                                List.of(
                                        message.path("id").asText(),
                                        r.path("address").asText(),
                                        r.path("state").asText(),
                                        r.path("attempts").asText("0"),
                                        Terminal.time(r.path("nextAttempt").asLong()),
                                        r.path("lastReply").asText("-"))));
        return rows;
    }
}
