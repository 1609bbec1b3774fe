package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code account vacation show|set|end}. */
@Command(
        name = "vacation",
        description = "What an account answers while its owner is away.",
        mixinStandardHelpOptions = true)
final class VacationCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(description = "Shows what is answered.", mixinStandardHelpOptions = true)
    int show(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        JsonNode answer = server.get(path(address));
        return new Terminal(spec, server).said(answer, words(answer));
    }

    @Command(
            description = "Answers each sender once in some days.",
            mixinStandardHelpOptions = true)
    int set(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--subject", required = true, description = "Of the answer.")
                    String subject,
            @Option(names = "--text", required = true, description = "Of the answer.") String text,
            @Option(names = "--from", description = "First moment, as in 2026-12-24T00:00:00Z.")
                    Optional<String> from,
            @Option(names = "--until", description = "Last moment.") Optional<String> until,
            @Option(names = "--days", description = "Between two answers; without: 7.")
                    Optional<Integer> days) {
        Map<String, Object> body = new TreeMap<>(Map.of("subject", subject, "text", text));
        from.ifPresent(moment -> body.put("from", moment));
        until.ifPresent(moment -> body.put("until", moment));
        days.ifPresent(count -> body.put("days", count));
        return new Terminal(spec, server)
                .said(server.put(path(address), body), address + " answers.");
    }

    @Command(description = "Answers no more.", mixinStandardHelpOptions = true)
    int end(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(server.delete(path(address)), address + " answers no more.");
    }

    private static String words(JsonNode answer) {
        return "Every "
                + answer.path("days").asText()
                + " days, from "
                + answer.path("from").asText("now")
                + " until "
                + answer.path("until").asText("it is ended")
                + ": "
                + answer.path("subject").asText()
                + "\n\n"
                + answer.path("text").asText();
    }

    private static String path(String address) {
        return "/v1/accounts/" + Server.segment(address) + "/vacation";
    }
}
