package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain add|list|delete|dns|dkim}. */
@Command(
        name = "domain",
        subcommands = DkimCommands.class,
        description = "Domains whose mail is taken.",
        mixinStandardHelpOptions = true)
final class DomainCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(description = "Takes mail for a domain.", mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Parameters(paramLabel = "DOMAIN") String name,
            @Option(
                            names = "--postmaster",
                            paramLabel = "ADDRESS",
                            description =
                                    "Account that gets mail for postmaster; none: the first account of the domain.")
                    Optional<String> postmaster) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("name", name);
        postmaster.ifPresent(address -> body.put("postmaster", address));
        return new Terminal(spec, server)
                .said(
                        server.post("/api/domains", body),
                        "Mail for "
                                + name
                                + " is taken. Next: publish what posthorn domain dns "
                                + name
                                + " prints, and posthorn account add NAME@"
                                + name);
    }

    @Command(description = "Lists the domains.", mixinStandardHelpOptions = true)
    int list(@Mixin Server server) {
        JsonNode answer = server.get("/api/domains");
        List<List<String>> rows = new ArrayList<>();
        answer.path("domains")
                .forEach(d ->
                        rows.add(
                                List.of(
                                        d.path("name").asText(),
                                        d.path("postmaster").asText("-"))));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("DOMAIN", "POSTMASTER"),
                        rows,
                        "There is no domain yet. Next: posthorn domain add DOMAIN");
    }

    @Command(
            description = "Takes no more mail for a domain without accounts.",
            mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "DOMAIN") String name) {
        return new Terminal(spec, server)
                .said(
                        server.delete("/api/domains/" + Server.segment(name)),
                        "Mail for " + name + " is not taken any more.");
    }

    @Command(
            description =
                    "Prints the records that a domain is to publish, as lines of a zone file.",
            mixinStandardHelpOptions = true)
    int dns(
            @Mixin Server server,
            @Parameters(paramLabel = "DOMAIN") String name,
            @Option(names = "--zone", description = "Only the records, without a word on each.")
                    boolean zone) {
        JsonNode answer = server.get("/api/domains/" + Server.segment(name) + "/dns");
        List<String> lines = new ArrayList<>();
        for (JsonNode record : answer.path("records")) {
            if (!zone) {
                lines.add("; " + record.path("why").asText());
            }
            lines.add(record.path("zone").asText());
        }
        return new Terminal(spec, server).lines(answer, lines);
    }
}
