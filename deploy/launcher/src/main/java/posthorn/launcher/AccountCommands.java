package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code account add|list|passwd|disable|enable|delete}. */
@Command(
        name = "account",
        description = "People who have mail here.",
        mixinStandardHelpOptions = true)
final class AccountCommands {

    private static final String PASSWORD =
            "The password is asked for, or is the first line of standard input.";

    private static final int PAGE = 1000;

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
                .said(server.post("/api/accounts", body), address + " can sign in and gets mail.");
    }

    @Command(description = "Lists the accounts.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Server server,
            @Option(names = "--domain", description = "Only those of this domain.")
                    Optional<String> domain) {
        JsonNode answer = accounts(server, domain.orElse(""));
        List<List<String>> rows = new ArrayList<>();
        answer.path("accounts")
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

    @Command(description = "No more sign-in; mail is still taken.", mixinStandardHelpOptions = true)
    int disable(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.post(path(address) + "/disable", Map.of()),
                        address + " cannot sign in any more; its mail is still taken.");
    }

    @Command(description = "Sign-in again.", mixinStandardHelpOptions = true)
    int enable(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.post(path(address) + "/enable", Map.of()),
                        address + " can sign in again.");
    }

    @Command(
            description = "Ends an account; its mail is refused from then on.",
            mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(server.delete(path(address)), address + " is gone; mail to it is refused.");
    }

    /** All pages as one answer; the server gives at most so many accounts at once. */
    private static ObjectNode accounts(Server server, String domain) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        String path = "/api/accounts?limit=" + PAGE + "&domain=" + Server.segment(domain);
        JsonNode page = server.get(path).path("accounts");
        page.forEach(all::add);
        while (page.size() == PAGE) {
            String last = page.path(PAGE - 1).path("address").asText();
            page = server.get(path + "&after=" + Server.segment(last)).path("accounts");
            page.forEach(all::add);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("accounts", all);
        return answer;
    }

    private static String path(String address) {
        return "/api/accounts/" + Server.segment(address);
    }
}
