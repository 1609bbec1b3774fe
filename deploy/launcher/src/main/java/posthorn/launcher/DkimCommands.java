package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain dkim show|rotate}. */
@Command(
        name = "dkim",
        description = "Keys with which a domain signs its mail.",
        mixinStandardHelpOptions = true)
final class DkimCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Lists the keys of a domain and what each is doing.",
            mixinStandardHelpOptions = true)
    int show(@Mixin Server server, @Parameters(paramLabel = "DOMAIN") String name) {
        return shown(server, server.get(path(name)));
    }

    @Command(
            description =
                    "Makes the next keys of a domain: they are to be published now and sign later.",
            mixinStandardHelpOptions = true)
    int rotate(@Mixin Server server, @Parameters(paramLabel = "DOMAIN") String name) {
        int code = shown(server, server.post(path(name) + "/rotate", Map.of()));
        new Terminal(spec, server).note("Publish the new records now: posthorn domain dns " + name);
        return code;
    }

    private int shown(Server server, JsonNode answer) {
        List<List<String>> rows = new ArrayList<>();
        answer.path("keys")
                .forEach(key ->
                        rows.add(
                                List.of(
                                        key.path("selector").asText(),
                                        key.path("algorithm").asText(),
                                        key.path("state").asText(),
                                        key.path("signsFrom").asText(),
                                        key.path("retiresFrom").asText("-"),
                                        key.path("goneFrom").asText("-"))));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("SELECTOR", "ALGORITHM", "STATE", "SIGNS FROM", "RETIRES", "GONE"),
                        rows,
                        "The domain has no keys.");
    }

    private static String path(String name) {
        return "/v1/domains/" + Server.segment(name) + "/dkim";
    }
}
