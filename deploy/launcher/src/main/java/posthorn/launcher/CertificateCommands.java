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

/** {@code certificates list|order|renew|remove}. */
@Command(
        name = "certificates",
        description = "Certificates of hosted names, those that are ordered (ACME) among them.",
        mixinStandardHelpOptions = true)
final class CertificateCommands {

    @Spec CommandSpec spec = CommandSpec.create();

    @Command(
            description = "Lists certificates, when they end, and what became of orders.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Server server) {
        JsonNode answer = server.get("/v1/certificates");
        List<List<String>> rows = new ArrayList<>();
        answer.path("items")
                .forEach(each ->
                        rows.add(
                                List.of(
                                        each.path("name").asText(),
                                        each.path("source").asText(),
                                        each.path("state").asText(),
                                        each.path("notAfter").asText("-"),
                                        each.path("renewFrom").asText("-"),
                                        problem(each))));
        return new Terminal(spec, server)
                .table(
                        answer,
                        List.of("NAME", "SOURCE", "STATE", "ENDS", "RENEWED FROM", "PROBLEM"),
                        rows,
                        "There are no certificates.");
    }

    private static String problem(JsonNode certificate) {
        String problem = certificate.path("problem").asText("");
        String next = certificate.path("nextAttempt").asText("");
        if (problem.isEmpty()) {
            return "-";
        }
        return next.isEmpty() ? problem : problem + "; tried again at " + next;
    }

    @Command(
            description = "Orders a certificate for a name, hosted or not, and renews it later.",
            mixinStandardHelpOptions = true)
    int order(@Mixin Server server, @Parameters(paramLabel = "NAME") String name) {
        return asked(server, server.put(path(name), Map.of()));
    }

    @Command(
            description = "Orders the next certificate of a name now.",
            mixinStandardHelpOptions = true)
    int renew(@Mixin Server server, @Parameters(paramLabel = "NAME") String name) {
        return asked(server, server.post(path(name) + "/renewal", Map.of()));
    }

    @Command(
            description = "Renews a certificate that was ordered by hand no more.",
            mixinStandardHelpOptions = true)
    int remove(@Mixin Server server, @Parameters(paramLabel = "NAME") String name) {
        return new Terminal(spec, server)
                .said(server.delete(path(name)), "The certificate is not renewed any more.");
    }

    private int asked(Server server, JsonNode answer) {
        return new Terminal(spec, server)
                .said(
                        answer,
                        "It is ordered within posthorn.acme.look-every. What becomes of it:"
                                + " posthorn certificates list");
    }

    private static String path(String name) {
        return "/v1/certificates/" + Server.segment(name);
    }
}
