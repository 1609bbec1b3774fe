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

/** {@code group add|list|set|join|leave|delete}. */
@Command(
        name = "group",
        description = "Addresses whose mail goes to all of their members.",
        mixinStandardHelpOptions = true)
final class GroupCommands {

    private static final String SENDERS =
            "Who may send to it: anyone, users (whoever signed in) or members (whoever signed in"
                    + " and is one).";

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(description = "Makes a group.", mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(
                            paramLabel = "MEMBER",
                            arity = "1..*",
                            description = "Addresses, also of other hosts, also groups.")
                    List<String> members,
            @Option(names = "--senders", paramLabel = "WHO", description = SENDERS)
                    Optional<String> senders) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("address", address);
        body.put("members", members);
        senders.ifPresent(who -> body.put("senders", who));
        return new Terminal(spec, server)
                .said(
                        server.post("/v1/groups", body),
                        "Mail to " + address + " goes to all of its members.");
    }

    @Command(description = "Lists the groups.", mixinStandardHelpOptions = true)
    int list(
            @Mixin Server server,
            @Option(names = "--domain", description = "Only those of this domain.")
                    Optional<String> domain) {
        JsonNode answer = Pages.all(server, "/v1/groups", domain);
        List<List<String>> rows = new ArrayList<>();
        answer.path(Pages.ITEMS)
                .forEach(g ->
                        rows.add(
                                List.of(
                                        g.path("address").asText(),
                                        g.path("senders").asText(),
                                        Pages.joined(g.path("members")))));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("GROUP", "SENDERS", "MEMBERS"),
                        rows,
                        "There is no group yet. Next: posthorn group add ADDRESS MEMBER...");
    }

    @Command(description = "Says who may send to a group.", mixinStandardHelpOptions = true)
    int set(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--senders", paramLabel = "WHO", required = true, description = SENDERS)
                    String senders) {
        return new Terminal(spec, server)
                .said(
                        server.put(path(address), Map.of("senders", senders)),
                        "To " + address + " may send: " + senders + ".");
    }

    @Command(description = "Puts members into a group.", mixinStandardHelpOptions = true)
    int join(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "MEMBER", arity = "1..*") List<String> members) {
        return new Terminal(spec, server)
                .said(
                        server.post(path(address) + "/members", Map.of("members", members)),
                        "Mail to " + address + " goes to " + String.join(", ", members) + ", too.");
    }

    @Command(description = "Takes a member out of a group.", mixinStandardHelpOptions = true)
    int leave(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "MEMBER") String member) {
        return new Terminal(spec, server)
                .said(
                        server.delete(path(address) + "/members/" + Server.segment(member)),
                        "Mail to " + address + " does not go to " + member + " any more.");
    }

    @Command(description = "Removes a group.", mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(server.delete(path(address)), address + " is no address any more.");
    }

    private static String path(String address) {
        return "/v1/groups/" + Server.segment(address);
    }
}
