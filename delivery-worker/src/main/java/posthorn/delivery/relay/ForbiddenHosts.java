package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import posthorn.protocol.dns.IpNetwork;
import posthorn.protocol.smtp.DomainName;
import posthorn.runtime.settings.BadSetting;

/** Where nothing is relayed to: ourselves, and networks that are not the Internet. */
final class ForbiddenHosts {

    /** Loopback, private, link-local and other networks that are not the Internet. */
    private static final List<IpNetwork> NOT_PUBLIC =
            List.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "224.0.0.0/3",
                            "::/96",
                            "64:ff9b::/96",
                            "64:ff9b:1::/48",
                            "2002::/16",
                            "fc00::/7",
                            "fec0::/10",
                            "fe80::/10",
                            "ff00::/8")
                    .stream()
                    .map(IpNetwork::parse)
                    .toList();

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
        return NOT_PUBLIC.stream().noneMatch(network -> network.holds(address))
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
