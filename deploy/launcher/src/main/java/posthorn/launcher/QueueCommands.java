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

/** {@code queue list|show|sites|retry|drop}. */
@Command(name = "queue", description = "Mail that waits.", mixinStandardHelpOptions = true)
final class QueueCommands {

    private static final List<String> HEADINGS =
            List.of("MESSAGE", "RECIPIENT", "STATE", "ATTEMPTS", "NEXT ATTEMPT", "LAST REPLY");

    private static final List<String> SITE_HEADINGS =
            List.of(
                    "SITE",
                    "CONNECTIONS",
                    "PER MINUTE",
                    "NO REPLY",
                    "WORKERS",
                    "LAST HEARD",
                    "LAST REPLY");

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
        JsonNode answer = server.get("/v1/queue?limit=" + limit);
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS).forEach(message -> rows.addAll(rows(message)));
        Terminal terminal = new Terminal(spec, server);
        int code = terminal.table(answer, HEADINGS, rows, "Nothing waits.");
        if (answer.has(Pages.NEXT)) {
            terminal.note("There may be more: these are the first " + limit + ", see --limit.");
        }
        return code;
    }

    @Command(
            description = "Shows one message with its recipients, and what their failures mean.",
            mixinStandardHelpOptions = true)
    int show(@Mixin Server server, @Parameters(paramLabel = "MESSAGE") String id) {
        JsonNode answer = server.get("/v1/queue/" + Server.segment(id));
        Terminal terminal = new Terminal(spec, server);
        int code = terminal.table(answer, HEADINGS, rows(answer), "The message has no recipients.");
        terminal.explanations(answer.path("recipients"));
        return code;
    }

    @Command(
            description = "Shows how fast mail goes to the hosts of others now, and why.",
            mixinStandardHelpOptions = true)
    int sites(
            @Mixin Server server,
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            description =
                                    "At most so many sites, 1 to 1000 (default: ${DEFAULT-VALUE}).")
                    int limit) {
        JsonNode answer = server.get("/v1/sites?limit=" + limit);
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS).forEach(site -> rows.add(site(site)));
        Terminal terminal = new Terminal(spec, server);
        int code = terminal.table(answer, SITE_HEADINGS, rows, "No mail went to other hosts yet.");
        for (JsonNode day : answer.path("warmUps")) {
            terminal.note(
                    "Warm-up "
                            + Terminal.visible(day.path("warmUp").asText())
                            + ": "
                            + day.path("taken").asText()
                            + " of "
                            + day.path("bound").asText()
                            + " messages today.");
        }
        return code;
    }

    private static List<String> site(JsonNode site) {
        long perMinute = site.path("perMinute").asLong();
        return List.of(
                site.path("site").asText(),
                site.path("connections").asText(),
                perMinute == 0 ? "-" : Long.toString(perMinute),
                site.path("lostInRow").asText("0"),
                site.path("workers").asText("0"),
                Terminal.time(site.path("lastAt")),
                site.path("lastReply").asText("-"));
    }

    @Command(description = "Tries a message again now.", mixinStandardHelpOptions = true)
    int retry(@Mixin Server server, @Parameters(paramLabel = "MESSAGE") String id) {
        return new Terminal(spec, server)
                .said(
                        server.post("/v1/queue/" + Server.segment(id) + "/retry", Map.of()),
                        id + " is tried again now.");
    }

    @Command(
            description = "Drops what still waits of a message; recorded as discarded.",
            mixinStandardHelpOptions = true)
    int drop(
            @Mixin Server server,
            @Parameters(paramLabel = "MESSAGE") String id,
            @Option(names = "--notify", description = "Tell the sender.") boolean notify) {
        String path = "/v1/queue/" + Server.segment(id) + "/drop" + (notify ? "?notify=true" : "");
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
                                        Terminal.time(r.path("nextAttempt")),
                                        r.path("lastReply").asText("-"))));
        return rows;
    }
}
