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

/** {@code account sign-ins list|confirm|disown}. */
@Command(
        name = "sign-ins",
        description = "Who has signed in to an account lately, and who has tried.",
        mixinStandardHelpOptions = true)
final class SignInCommands {

    /** More than the server keeps of an account are not asked for. */
    private static final int MOST = 1000;

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Lists them, the last one first; alike ones of one day are one.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        JsonNode answer = server.get(path(address) + "?limit=" + MOST);
        List<List<String>> rows = new ArrayList<>();
        answer.path("items")
                .forEach(s ->
                        rows.add(
                                List.of(
                                        s.path("id").asText(),
                                        s.path("time").asText(),
                                        s.path("outcome").asText(),
                                        s.path("count").asText(),
                                        s.path("protocol").asText(),
                                        s.path("address").asText(),
                                        s.path("client").asText(),
                                        s.path("appPassword").asText("-"))));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of(
                                "ID",
                                "LAST",
                                "OUTCOME",
                                "TIMES",
                                "PROTOCOL",
                                "FROM",
                                "CLIENT",
                                "APP PASSWORD"),
                        rows,
                        "Nobody has tried to sign in to " + address + " lately.");
    }

    @Command(
            description = "It was the owner: a client that was blocked need not wait any more.",
            mixinStandardHelpOptions = true)
    int confirm(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ID") String id) {
        return new Terminal(spec, server)
                .said(
                        server.post(
                                path(address) + "/" + Server.segment(id) + "/confirm", Map.of()),
                        "Noted; its client need not wait any more.");
    }

    @Command(
            description =
                    "It was not the owner: sessions end, the app password that was used is revoked.",
            mixinStandardHelpOptions = true)
    int disown(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ID") String id) {
        return new Terminal(spec, server)
                .said(
                        server.post(path(address) + "/" + Server.segment(id) + "/disown", Map.of()),
                        "What it had opened has ended. If it was the main password: posthorn"
                                + " account passwd "
                                + address);
    }

    private static String path(String address) {
        return "/v1/accounts/" + Server.segment(address) + "/sign-ins";
    }
}
