package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trace}. */
@Command(
        name = "trace",
        description = "What happened to a message.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    @Mixin Server server = new Server();

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "MESSAGE",
            description =
                    "The id from the 250 reply or the log, or a Message-ID field with its brackets.")
    String id = "";

    @Override
    public Integer call() {
        JsonNode answer = server.get("/v1/traces/" + Server.segment(id));
        List<List<String>> rows = new ArrayList<>();
        answer.path("events")
                .forEach(e ->
                        rows.add(
                                List.of(
                                        Terminal.time(e.path("at")),
                                        e.path("kind").asText(),
                                        e.path("recipient").asText("-"),
                                        e.path("host").asText("-"),
                                        e.path("reply").asText("-"))));
        Terminal terminal = new Terminal(spec, server);
        int code =
                terminal.table(
                        answer,
                        List.of("TIME", "WHAT", "RECIPIENT", "WHERE", "REPLY"),
                        rows,
                        "Nothing is known of " + id + ".");
        terminal.explanations(answer.path("events"));
        return code;
    }
}
