package posthorn.delivery.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import posthorn.delivery.client.Credentials;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.NextHop;
import posthorn.runtime.settings.BadSetting;

/** Routes as the settings name them. */
final class OperatorRoutes {

    private static final String PREFIX = "posthorn.relay.";

    /** Port of submission (RFC 6409 §3.1), which hosts that relay for others listen at. */
    private static final int SUBMISSION = 587;

    private OperatorRoutes() {}

    /**
     * Next hops by domain.
     *
     * @throws BadSetting when one is none
     */
    static Map<String, NextHop> routes(RelaySettings settings) {
        Map<String, NextHop> routes = new HashMap<>();
        settings.routes()
                .forEach((name, text) -> {
                    String key = PREFIX + "routes.\"" + name + "\"";
                    Domain domain =
                            Domain.parse(name)
                                    .orElseThrow(() -> new BadSetting(key, "is for no domain"));
                    routes.put(domain.folded(), hop(key, text, settings.port()));
                });
        return routes;
    }

    /**
     * The smarthost; empty: there is none.
     *
     * @throws BadSetting when it is none, or its password cannot be read
     */
    static Optional<FixedRoutes.Smarthost> smarthost(RelaySettings settings) {
        RelaySettings.Smarthost host = settings.smarthost();
        if (host.username().isPresent() != host.passwordFile().isPresent()) {
            throw new BadSetting(
                    PREFIX + "smarthost.password-file",
                    "and posthorn.relay.smarthost.username go together");
        }
        if (host.host().isEmpty() && (host.username().isPresent() || host.overflowOnly())) {
            throw new BadSetting(PREFIX + "smarthost.host", "is missing");
        }
        return host.host()
                .map(text ->
                        new FixedRoutes.Smarthost(
                                hop(PREFIX + "smarthost.host", text, SUBMISSION),
                                host.username()
                                        .flatMap(user ->
                                                host.passwordFile()
                                                        .map(file ->
                                                                new Credentials(
                                                                        user, password(file)))),
                                host.overflowOnly()));
    }

    private static NextHop hop(String key, String text, int usual) {
        return NextHop.parse(text.strip(), usual)
                .orElseThrow(() ->
                        new BadSetting(
                                key,
                                "is \"" + text + "\", has to be a host or [address], with :port"));
    }

    private static String password(Path file) {
        String key = PREFIX + "smarthost.password-file";
        try {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new BadSetting(key, "names a file without a password: " + file);
            }
            return password;
        } catch (IOException e) {
            throw new BadSetting(key, "names a file that cannot be read: " + file);
        }
    }
}
