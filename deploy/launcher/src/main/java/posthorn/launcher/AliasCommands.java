package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alias add|list|delete}. */
@Command(
        name = "alias",
        description = "Further addresses of accounts, groups and forwards.",
        mixinStandardHelpOptions = true)
final class AliasCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Gives an account, a group or a forward one more address.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "TARGET", description = "The address that it stands for.")
                    String account) {
        return new Terminal(spec, server)
                .said(
                        server.post("/v1/aliases", Map.of("address", address, "account", account)),
                        "Mail to " + address + " reaches " + account + ".");
    }

    @Command(description = "Lists the aliases.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Server server,
            @Option(names = "--domain", description = "Only those of this domain.")
                    Optional<String> domain) {
        JsonNode answer = Pages.all(server, "/v1/aliases", domain);
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS)
                .forEach(a ->
                        rows.add(List.of(a.path("address").asText(), a.path("account").asText())));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("ALIAS", "STANDS FOR"),
                        rows,
                        "There is no alias yet. Next: posthorn alias add ADDRESS TARGET");
    }

    @Command(description = "Takes the address away again.", mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.delete("/v1/aliases/" + Server.segment(address)),
                        address + " is no address any more.");
    }
}
