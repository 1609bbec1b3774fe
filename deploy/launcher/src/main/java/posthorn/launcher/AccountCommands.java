package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
            "Password; not given: it is asked for, or read from standard input.";

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(description = "Makes an account with its mailboxes.", mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--password", description = PASSWORD) Optional<String> password) {
        Map<String, String> body =
                Map.of("address", address, "password", password.orElseGet(AccountCommands::ask));
        return new Terminal(spec, server)
                .said(server.post("/api/accounts", body), address + " can sign in and gets mail.");
    }

    @Command(description = "Lists the accounts.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Server server,
            @Option(names = "--domain", description = "Only those of this domain.")
                    Optional<String> domain) {
        JsonNode answer =
                server.get(
                        "/api/accounts"
                                + domain.map(d -> "?domain=" + Server.segment(d)).orElse(""));
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

    @Command(description = "Sets another password.", mixinStandardHelpOptions = true)
    int passwd(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--password", description = PASSWORD) Optional<String> password) {
        return new Terminal(spec, server)
                .said(
                        server.put(
                                path(address) + "/password",
                                Map.of("password", password.orElseGet(AccountCommands::ask))),
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

    private static String path(String address) {
        return "/api/accounts/" + Server.segment(address);
    }

    private static String askTwice(Console console) {
        char[] first = console.readPassword("Password: ");
        char[] second = first == null ? null : console.readPassword("Once more: ");
        if (first == null || second == null) {
            throw new ServerFailure(2, "no password was given; nothing was changed.");
        }
        if (!Arrays.equals(first, second)) {
            throw new ServerFailure(
                    2, "the two passwords are not the same; nothing was changed. Try again.");
        }
        return new String(first);
    }

    private static String ask() {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            return askTwice(console);
        }
        try {
            String line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            if (line == null) {
                throw new ServerFailure(
                        2, "no password came from standard input. Give --password.");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
