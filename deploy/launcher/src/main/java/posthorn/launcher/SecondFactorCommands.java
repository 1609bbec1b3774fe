package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code account second-factor show|remove}. */
@Command(
        name = "second-factor",
        description =
                "What an account asks for besides the password; owners set it up on the page.",
        mixinStandardHelpOptions = true)
final class SecondFactorCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(description = "Shows what there is.", mixinStandardHelpOptions = true)
    int show(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        JsonNode answer = server.get(path(address));
        List<String> lines = new ArrayList<>();
        lines.add("codes of an app: " + (answer.path("totp").asBoolean() ? "yes" : "no"));
        answer.path("passkeys")
                .forEach(p ->
                        lines.add(
                                "passkey: "
                                        + p.path("name").asText()
                                        + ", made "
                                        + p.path("created").asText()));
        lines.add("recovery codes: " + answer.path("recoveryCodes").asInt());
        return new Terminal(spec, server).lines(answer, lines);
    }

    @Command(
            description =
                    "Removes all of it, for an owner who has lost it: the password is enough then.",
            mixinStandardHelpOptions = true)
    int remove(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        JsonNode before = server.get(path(address));
        before.path("passkeys")
                .forEach(p ->
                        server.delete(
                                path(address)
                                        + "/passkeys/"
                                        + Server.segment(p.path("id").asText())));
        return new Terminal(spec, server)
                .said(
                        server.delete(path(address) + "/totp"),
                        address + " signs in with the password alone.");
    }

    private static String path(String address) {
        return "/v1/accounts/" + Server.segment(address) + "/second-factor";
    }
}
