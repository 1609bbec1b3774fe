package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What switches shall be, as options; and the call that shows or changes them. */
final class SwitchOptions {

    /** What a switch can be told. */
    enum Turn {
        ON,
        OFF,
        DEFAULT;

        /** As on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As in REST: null leaves it to whoever is asked next. */
        Map<String, Object> body() {
            return switch (this) {
                case ON -> Map.of("on", true);
                case OFF -> Map.of("on", false);
                case DEFAULT -> Collections.singletonMap("on", null);
            };
        }
    }

    private static final List<String> NAMES = List.of("imap", "pop3", "smtp", "forwarding");

    @Option(names = "--imap", paramLabel = "on|off|default", description = "Reading by IMAP.")
    Optional<Turn> imap = Optional.empty();

    @Option(names = "--pop3", paramLabel = "on|off|default", description = "Reading by POP3.")
    Optional<Turn> pop3 = Optional.empty();

    @Option(names = "--smtp", paramLabel = "on|off|default", description = "Sending by SMTP.")
    Optional<Turn> smtp = Optional.empty();

    @Option(
            names = "--forwarding",
            paramLabel = "on|off|default",
            description = "Passing mail on to other addresses.")
    Optional<Turn> forwarding = Optional.empty();

    /** Changes those that are named, and shows all of them. */
    int run(CommandSpec spec, Server server, String path) {
        Map<String, Object> change = new LinkedHashMap<>();
        imap.ifPresent(turn -> change.put("imap", turn.body()));
        pop3.ifPresent(turn -> change.put("pop3", turn.body()));
        smtp.ifPresent(turn -> change.put("smtp", turn.body()));
        forwarding.ifPresent(turn -> change.put("forwarding", turn.body()));
        JsonNode answer = change.isEmpty() ? server.get(path) : server.patch(path, change);
        List<List<String>> rows = new ArrayList<>();
        for (String name : NAMES) {
            rows.add(
                    List.of(
                            name,
                            answer.path(name).path("on").asBoolean() ? "on" : "off",
                            answer.path(name).path("from").asText()));
        }
        return new Terminal(spec, server)
                .table(answer, List.of("SWITCH", "IS", "SAID BY"), rows, "");
    }
}
