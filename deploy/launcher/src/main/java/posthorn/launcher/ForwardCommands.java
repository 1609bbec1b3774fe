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

/** {@code forward add|list|delete}. */
@Command(
        name = "forward",
        description = "Mail that goes on to other addresses.",
        mixinStandardHelpOptions = true)
final class ForwardCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Sends mail on: of an account, or of an address that is made by this.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "TARGET", arity = "1..*") List<String> targets,
            @Option(names = "--keep", description = "The account gets the mail, too.")
                    boolean keep) {
        return new Terminal(spec, server)
                .said(
                        server.post(
                                "/v1/forwards",
                                Map.of("address", address, "targets", targets, "keep", keep)),
                        "Mail to " + address + " goes on to " + String.join(", ", targets) + ".");
    }

    @Command(description = "Lists the forwards.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Server server,
            @Option(names = "--domain", description = "Only those of this domain.")
                    Optional<String> domain) {
        JsonNode answer = Pages.all(server, "/v1/forwards", domain);
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS)
                .forEach(f ->
                        rows.add(
                                List.of(
                                        f.path("address").asText(),
                                        f.path("keep").asBoolean() ? "yes" : "no",
                                        Pages.joined(f.path("targets")))));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("ADDRESS", "KEEPS A COPY", "GOES ON TO"),
                        rows,
                        "There is no forward yet. Next: posthorn forward add ADDRESS TARGET...");
    }

    @Command(description = "Sends mail on no more.", mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.delete("/v1/forwards/" + Server.segment(address)),
                        "Mail to " + address + " goes on no more.");
    }
}
