package posthorn.runtime.net;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import posthorn.runtime.settings.BadSetting;

/** The PROXY protocol (HAProxy's, versions 1 and 2) on one listener. */
public interface ProxySettings {

    /**
     * What is expected of a peer in {@code trusted-networks}: {@code off}: nothing; {@code
     * optional}: a header that says for which client it speaks, or none, and then it is the client
     * itself; {@code required}: a header, else the connection is refused. Peers in other networks
     * are clients of their own, whatever they say.
     */
    @WithDefault("off")
    ProxyProtocol.Mode mode();

    /**
     * Networks of the load balancers, with commas, as in {@code 10.1.2.0/24,2001:db8::7}. Whoever
     * is in one of them can pass for any client: never name a network in which others run, too.
     */
    Optional<List<String>> trustedNetworks();

    /**
     * With {@code optional}, how long a listener that speaks first waits for a header before it
     * takes the peer as the client, 0 to 1 min. A header that comes later ends the connection.
     */
    @WithDefault("500ms")
    Duration headerWait();

    /** How long a header may take, from the connection to its end, 100 ms to 1 min. */
    @WithDefault("5s")
    Duration timeout();

    /** Octets of extensions in a header of version 2, at most, 0 to 65000. */
    @WithDefault("2048")
    int extensions();

    /**
     * The settings, checked.
     *
     * @param prefix of their keys, with a dot at the end
     * @throws BadSetting with the key of the first that is wrong
     */
    static ProxyProtocol check(String prefix, ProxySettings settings) {
        String networks = prefix + "trusted-networks";
        Networks trusted = Networks.trusted(networks, settings.trustedNetworks().orElse(List.of()));
        if (settings.mode() != ProxyProtocol.Mode.OFF && trusted.isEmpty()) {
            throw new BadSetting(networks, "is missing: " + prefix + "mode believes nobody");
        }
        Duration minute = Duration.ofMinutes(1);
        BadSetting.unlessWithin(
                prefix + "header-wait", settings.headerWait(), Duration.ZERO, minute);
        BadSetting.unlessWithin(
                prefix + "timeout", settings.timeout(), Duration.ofMillis(100), minute);
        BadSetting.unlessWithin(prefix + "extensions", settings.extensions(), 0, 65_000);
        return new ProxyProtocol(
                settings.mode(),
                trusted,
                settings.headerWait(),
                settings.timeout(),
                settings.extensions());
    }
}
