package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code account app-password add|list|revoke}. */
@Command(
        name = "app-password",
        description = "Passwords for single programs of an account.",
        mixinStandardHelpOptions = true)
final class AppPasswordCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Makes one and prints it: it can never be read again.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "NAME", description = "What the owner calls it.") String name,
            @Option(
                            names = "--for",
                            split = ",",
                            paramLabel = "PROTOCOL",
                            defaultValue = "imap,smtp",
                            description =
                                    "Where it is good: imap, pop3, smtp (default: ${DEFAULT-VALUE}).")
                    List<String> protocols) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("protocols", protocols);
        JsonNode made = server.post(path(address), body);
        return new Terminal(spec, server)
                .lines(
                        made,
                        List.of(
                                "The password for " + name + " is shown this once:",
                                made.path("password").asText()));
    }

    @Command(description = "Lists them.", mixinStandardHelpOptions = true)
    int list(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        JsonNode answer = server.get(path(address));
        List<List<String>> rows = new ArrayList<>();
        answer.path("items")
                .forEach(p ->
                        rows.add(
                                List.of(
                                        p.path("id").asText(),
                                        p.path("name").asText(),
                                        Pages.joined(p.path("protocols")),
                                        p.path("created").asText(),
                                        p.path("lastUsed").asText("never"))));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("ID", "NAME", "FOR", "MADE", "LAST USED"),
                        rows,
                        address
                                + " has no app password. Next: posthorn account app-password add"
                                + " ADDRESS NAME");
    }

    @Command(description = "Ends one: it opens nothing any more.", mixinStandardHelpOptions = true)
    int revoke(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ID") String id) {
        return new Terminal(spec, server)
                .said(
                        server.delete(path(address) + "/" + Server.segment(id)),
                        "The app password " + id + " of " + address + " opens nothing any more.");
    }

    private static String path(String address) {
        return "/v1/accounts/" + Server.segment(address) + "/app-passwords";
    }
}
