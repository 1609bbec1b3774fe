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

/** {@code domain recipient add|list|delete}. */
@Command(
        name = "recipient",
        description = "Addresses that are taken for a host that has the mailboxes of a domain.",
        mixinStandardHelpOptions = true)
final class RecipientCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(description = "Takes an address.", mixinStandardHelpOptions = true)
    int add(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.post(path(domain(address)), Map.of("address", address)),
                        "Mail to " + address + " is taken.");
    }

    @Command(description = "Lists the addresses.", mixinStandardHelpOptions = true)
    int list(@Mixin Server server, @Parameters(paramLabel = "DOMAIN") String domain) {
        JsonNode answer = server.get(path(domain));
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS).forEach(r -> rows.add(List.of(r.path("address").asText())));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("ADDRESS"),
                        rows,
                        "There is none yet. Next: posthorn domain recipient add ADDRESS");
    }

    @Command(description = "Takes an address no more.", mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.delete(path(domain(address)) + "/" + Server.segment(address)),
                        "Mail to " + address + " is not taken any more.");
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static String path(String domain) {
        return "/v1/domains/" + Server.segment(domain) + "/recipients";
    }
}
