package posthorn.launcher;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alias add|delete}. */
@Command(
        name = "alias",
        description = "Further addresses of an account.",
        mixinStandardHelpOptions = true)
final class AliasCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(description = "Gives an account one more address.", mixinStandardHelpOptions = true)
    int add(
            @Mixin Server server,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "ACCOUNT", description = "The account's own address.")
                    String account) {
        return new Terminal(spec, server)
                .said(
                        server.post("/api/aliases", Map.of("address", address, "account", account)),
                        "Mail to " + address + " reaches " + account + ".");
    }

    @Command(description = "Takes the address away again.", mixinStandardHelpOptions = true)
    int delete(@Mixin Server server, @Parameters(paramLabel = "ADDRESS") String address) {
        return new Terminal(spec, server)
                .said(
                        server.delete("/api/aliases/" + Server.segment(address)),
                        address + " is no address any more.");
    }
}
