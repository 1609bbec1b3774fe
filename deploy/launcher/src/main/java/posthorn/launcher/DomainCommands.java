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

/** {@code domain add|list|set|switches|delete|dns|reports|dkim|recipient}. */
@Command(
        name = "domain",
        subcommands = {DkimCommands.class, RecipientCommands.class},
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
                        server.post("/v1/domains", body),
                        "Mail for "
                                + name
                                + " is taken. Next: publish what posthorn domain dns "
                                + name
                                + " prints, and posthorn account add NAME@"
                                + name);
    }

    @Command(description = "Lists the domains.", mixinStandardHelpOptions = true)
    int list(@Mixin Server server) {
        JsonNode answer = Pages.all(server, "/v1/domains");
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS)
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
            description = "Shows or changes what accounts that say nothing may be used for.",
            footer = "default: as the settings of the installation say.",
            mixinStandardHelpOptions = true)
    int switches(
            @Mixin Server server,
            @Mixin SwitchOptions switches,
            @Parameters(paramLabel = "DOMAIN") String name) {
        return switches.run(spec, server, "/v1/domains/" + Server.segment(name) + "/switches");
    }

    @Command(
            description = "Changes how the addresses of a domain are read; none takes it away.",
            mixinStandardHelpOptions = true)
    int set(
            @Mixin Server server,
            @Parameters(paramLabel = "DOMAIN") String name,
            @Option(
                            names = "--catch-all",
                            paramLabel = "ADDRESS",
                            description = "Gets mail for addresses that there are not.")
                    Optional<String> catchAll,
            @Option(
                            names = "--tags",
                            paramLabel = "CHARACTER",
                            description = "What a tag begins with, as in alice+news; usually +.")
                    Optional<String> tags,
            @Option(
                            names = "--alias-of",
                            paramLabel = "DOMAIN",
                            description = "The domain whose addresses it has.")
                    Optional<String> aliasOf,
            @Option(
                            names = "--gateway",
                            paramLabel = "HOST[:PORT]",
                            description = "The host that has the mailboxes.")
                    Optional<String> gateway,
            @Option(
                            names = "--recipients",
                            paramLabel = "WHICH",
                            description =
                                    "Addresses that are taken for that host: listed (posthorn domain"
                                            + " recipient), asked (of the host) or all.")
                    Optional<String> recipients) {
        Map<String, String> body = new LinkedHashMap<>();
        catchAll.ifPresent(text -> body.put("catchAll", orNone(text)));
        tags.ifPresent(text -> body.put("tags", orNone(text)));
        aliasOf.ifPresent(text -> body.put("aliasOf", orNone(text)));
        gateway.ifPresent(text -> body.put("nextHop", orNone(text)));
        recipients.ifPresent(text -> body.put("recipients", text));
        return new Terminal(spec, server)
                .said(
                        server.patch("/v1/domains/" + Server.segment(name), body),
                        "Addresses of " + name + " are read so from now on.");
    }

    private static String orNone(String text) {
        return text.equals("none") ? "" : text;
    }

    @Command(
            description = "Takes no more mail for a domain without accounts.",
            mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "DOMAIN") String name) {
        return new Terminal(spec, server)
                .said(
                        server.delete("/v1/domains/" + Server.segment(name)),
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
        JsonNode answer = server.get("/v1/domains/" + Server.segment(name) + "/dns");
        List<String> lines = new ArrayList<>();
        for (JsonNode record : answer.path("records")) {
            if (!zone) {
                lines.add("; " + record.path("why").asText());
            }
            lines.add(record.path("zone").asText());
        }
        return new Terminal(spec, server).lines(answer, lines);
    }

    @Command(
            description = "Lists what others report on mail and TLS of a domain (DMARC, TLS-RPT).",
            mixinStandardHelpOptions = true)
    int reports(
            @Mixin Server server,
            @Parameters(paramLabel = "DOMAIN") String name,
            @Option(names = "--rows", description = "Also what each report tells in detail.")
                    boolean detailed) {
        JsonNode answer = server.get("/v1/reports/" + Server.segment(name));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode report : answer.path(Pages.ITEMS)) {
            rows.add(
                    List.of(
                            Terminal.time(report.path("begin")),
                            report.path("kind").asText(),
                            report.path("organization").asText(),
                            report.path("passed").asText(),
                            report.path("failed").asText(),
                            ""));
            if (detailed) {
                report.path("rows").forEach(row -> rows.add(detail(row)));
            }
        }
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("FROM", "ABOUT", "REPORTED BY", "PASSED", "FAILED", ""),
                        rows,
                        "Nobody has reported on "
                                + name
                                + " yet. Reports come once a day to whoever publishes what posthorn"
                                + " domain dns "
                                + name
                                + " prints.");
    }

    private static List<String> detail(JsonNode row) {
        boolean passed = row.path("passed").asBoolean();
        String count = row.path("count").asText();
        return List.of(
                "",
                "",
                row.path("source").asText("-"),
                passed ? count : "",
                passed ? "" : count,
                row.path("words").asText());
    }

    @Command(
            description =
                    "Shows what accounts of a domain may hold that have no limits of their own, or"
                            + " sets it.",
            mixinStandardHelpOptions = true)
    int quota(
            @Mixin Server server,
            @Mixin Limits limits,
            @Parameters(paramLabel = "DOMAIN") String name) {
        return limits.show(server, "/v1/domains/" + Server.segment(name) + "/quota", name);
    }
}
