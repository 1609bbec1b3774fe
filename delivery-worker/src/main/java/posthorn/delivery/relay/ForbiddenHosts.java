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
        for (String text : settings.ownAddresses().orElse(List.of())) {
            ownAddresses.add(network("posthorn.relay.own-addresses", text.strip()).address());
        }
        ownNames.add(folded(hostname));
        settings.ownNames().orElse(List.of()).forEach(name -> ownNames.add(folded(name.strip())));
        this.allowed =
                settings.allowedPrivateNetworks().orElse(List.of()).stream()
                        .map(text ->
                                network("posthorn.relay.allowed-private-networks", text.strip()))
                        .toList();
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
            throw new BadSetting(key, "'" + text + "' is no IP address or network");
        }
    }
}
