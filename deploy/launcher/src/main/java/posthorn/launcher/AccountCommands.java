package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code account add|list|passwd|role|switches|disable|enable|delete|quota|renumber}, and those of
 * its app passwords, second factors, sign-ins and vacation.
 */
@Command(
        name = "account",
        subcommands = {
            AppPasswordCommands.class,
            SecondFactorCommands.class,
            SignInCommands.class,
            VacationCommands.class
        },
        description = "People who have mail here.",
        mixinStandardHelpOptions = true)
final class AccountCommands {

    private static final String PASSWORD =
            "The password is asked for, or is the first line of standard input.";

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Makes an account with its mailboxes.",
            footer = PASSWORD,
            mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Mixin Password password,
            @Parameters(paramLabel = "ADDRESS") String address) {
        Map<String, String> body = Map.of("address", address, "password", password.read());
        return new Terminal(spec, server)
                .said(server.post("/v1/accounts", body), address + " can sign in and gets mail.");
    }

    @Command(description = "Lists the accounts.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Server server,
            @Option(names = "--domain", description = "Only those of this domain.")
                    Optional<String> domain) {
        JsonNode answer = Pages.all(server, "/v1/accounts", domain);
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS)
                .forEach(a ->
                        rows.add(
                                List.of(
                                        a.path("address").asText(),
                                        a.path("state").asText(),
                                        a.path("id").asText())));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("ADDRESS", "STATE", "ID"),
                        rows,
                        "There is no account yet. Next: posthorn account add ADDRESS");
    }

    @Command(
            description = "Sets another password.",
            footer = PASSWORD,
            mixinStandardHelpOptions = true)
    int passwd(
            @Mixin Server server,
            @Mixin Password password,
            @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.put(
                                path(address) + "/password", Map.of("password", password.read())),
                        "The password of " + address + " is another one now.");
    }

    @Command(
            description = "Shows whose administrator an account is, or makes it one.",
            mixinStandardHelpOptions = true)
    int role(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(
                            names = "--administers",
                            paramLabel = "DOMAINS",
                            description = "Domains, with commas; none: it administers nothing.")
                    Optional<String> administers) {
        JsonNode answer =
                administers
                        .map(domains ->
                                server.patch(
                                        path(address),
                                        Map.of(
                                                "administers",
                                                domains.equals("none")
                                                        ? List.of()
                                                        : List.of(domains.split(",")))))
                        .orElseGet(() -> server.get(path(address)));
        JsonNode domains = answer.path("administers");
        return new Terminal(spec, server)
                .said(
                        answer,
                        domains.isEmpty()
                                ? address + " is a user and administers no domain."
                                : address + " administers " + Pages.joined(domains) + ".");
    }

    @Command(
            description = "Shows or changes what an account may be used for.",
            footer = "default: as the domain says.",
            mixinStandardHelpOptions = true)
    int switches(
            @Mixin Server server,
            @Mixin SwitchOptions switches,
            @Parameters(paramLabel = "ADDRESS") String address) {
        return switches.run(spec, server, "/v1/accounts/" + Server.segment(address) + "/switches");
    }

    @Command(description = "No more sign-in, no more mail.", mixinStandardHelpOptions = true)
    int disable(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.patch(path(address), Map.of("state", "disabled")),
                        address + " cannot sign in any more; mail to it is refused.");
    }

    @Command(description = "Sign-in again.", mixinStandardHelpOptions = true)
    int enable(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.patch(path(address), Map.of("state", "active")),
                        address + " can sign in again.");
    }

    @Command(
            description = "Ends an account; its mail is refused from then on.",
            mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(server.delete(path(address)), address + " is gone; mail to it is refused.");
    }

    @Command(
            description = "Shows what an account holds and may hold, or sets what it may.",
            mixinStandardHelpOptions = true)
    int quota(
            @Mixin Server server,
            @Mixin Limits limits,
            @Parameters(paramLabel = "ADDRESS") String address) {
        return limits.show(server, path(address) + "/quota", address);
    }

    @Command(
            description = {
                "Gives mailboxes with a lower UIDVALIDITY than N another one, after a restore.",
                "Again is no harm: what is done is done."
            },
            mixinStandardHelpOptions = true)
    int renumber(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1") Optional<String> address,
            @Option(names = "--all", description = "All accounts.") boolean all,
            @Option(
                            names = "--from",
                            paramLabel = "N",
                            required = true,
                            description = "As in posthorn.mailbox-api.restore.uid-validity-from.")
                    long from) {
        if (address.isPresent() == all) {
            throw new ParameterException(
                    spec.subcommands().get("renumber"),
                    "renumber wants either an account or --all.");
        }
        List<String> addresses = new ArrayList<>();
        address.ifPresent(addresses::add);
        if (all) {
            Pages.all(server, "/v1/accounts", Optional.empty())
                    .path(Pages.ITEMS)
                    .forEach(each -> addresses.add(each.path("address").asText()));
        }
        return renumbered(server, addresses, from);
    }

    private int renumbered(Server server, List<String> addresses, long from) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int renumbered = 0;
        for (String each : addresses) {
            JsonNode done = server.put(path(each) + "/uid-validity", Map.of("from", from));
            renumbered += done.path("renumbered").asBoolean() ? 1 : 0;
        }
        answer.put("accounts", addresses.size()).put("renumbered", renumbered);
        return new Terminal(spec, server)
                .said(
                        answer,
                        renumbered
                                + " of "
                                + addresses.size()
                                + " accounts have other UIDVALIDITYs now.");
    }

    private static String path(String address) {
        return "/v1/accounts/" + Server.segment(address);
    }
}
