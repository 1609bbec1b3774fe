package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import posthorn.protocol.smtp.DomainName;
import posthorn.runtime.settings.BadSetting;

/** Where nothing is relayed to: ourselves, and networks that are not the Internet. */
final class ForbiddenHosts {

    private final Set<InetAddress> ownAddresses = new HashSet<>();
    private final Set<String> ownNames = new HashSet<>();
    private final List<IpNetwork> allowed;

    /**
     * As the settings say.
     *
     * @param hostname our own name
     * @throws BadSetting when one cannot be read
     */
    ForbiddenHosts(RelaySettings settings, String hostname) {
        ownAddresses.addAll(ownAddresses(settings));
        ownNames.add(folded(hostname));
        settings.ownNames().orElse(List.of()).forEach(name -> ownNames.add(folded(name.strip())));
        this.allowed = allowed(settings);
    }

    /** Refuses addresses and networks that are none. */
    static void check(RelaySettings settings) {
        ownAddresses(settings);
        allowed(settings);
    }

    private static List<InetAddress> ownAddresses(RelaySettings settings) {
        return networks("posthorn.relay.own-addresses", settings.ownAddresses()).stream()
                .map(IpNetwork::address)
                .toList();
    }

    private static List<IpNetwork> allowed(RelaySettings settings) {
        return networks(
                "posthorn.relay.allowed-private-networks", settings.allowedPrivateNetworks());
    }

    private static List<IpNetwork> networks(String key, Optional<List<String>> texts) {
        return texts.orElse(List.of()).stream().map(text -> network(key, text.strip())).toList();
    }

    /** Whether DNS means this system by {@code host}. */
    boolean isOurs(String host, List<InetAddress> addresses) {
        return ownNames.contains(folded(host))
                || addresses.stream().anyMatch(ownAddresses::contains);
    }

    /** Whether {@code address} may be connected to. */
    boolean permits(InetAddress address) {
        return IpNetwork.NOT_PUBLIC.stream().noneMatch(network -> network.holds(address))
                || allowed.stream().anyMatch(network -> network.holds(address));
    }

    private static String folded(String name) {
        Optional<DomainName> parsed = DomainName.parse(name);
        return parsed.map(DomainName::folded).orElseGet(() -> name.toLowerCase(Locale.ROOT));
    }

    private static IpNetwork network(String key, String text) {
        try {
            return IpNetwork.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(
                    key,
                    "is '" + text + "', has to be an IP address or a network as in 10.1.0.0/16");
        }
    }
}
