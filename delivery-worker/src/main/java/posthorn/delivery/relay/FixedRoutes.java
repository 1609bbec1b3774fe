package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import posthorn.delivery.client.Credentials;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.smtp.AddressLiteral;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.NextHop;

/**
 * Hosts that an operator has named, in front of those that DNS names. In this order: the next hop
 * that is asked for by itself (a host that has the mailboxes of a domain of ours), the route of the
 * domain, the smarthost, the MX records. What an operator names may be in any network.
 */
final class FixedRoutes implements Routes {

    private static final Pattern WITH_PORT = Pattern.compile(".*:[0-9]+");

    private final Dns dns;
    private final Map<String, NextHop> routes;
    private final Optional<Smarthost> smarthost;
    private final Routes mx;

    /**
     * A host that takes what has no route of its own.
     *
     * @param credentials who we are to it; empty: it asks nobody
     * @param overflowOnly whether it takes only what other hosts take no more of, see {@link
     *     #overflow}
     */
    record Smarthost(NextHop hop, Optional<Credentials> credentials, boolean overflowOnly) {}

    /**
     * @param routes next hops by domain, folded
     * @param mx for what has no route
     */
    FixedRoutes(Dns dns, Map<String, NextHop> routes, Optional<Smarthost> smarthost, Routes mx) {
        this.dns = dns;
        this.routes = Map.copyOf(routes);
        this.smarthost = smarthost;
        this.mx = mx;
    }

    @Override
    public Route to(String destination) {
        Optional<NextHop> asked = asked(destination);
        if (asked.isPresent()) {
            return to(asked.get(), Optional.empty());
        }
        NextHop route = routes.get(destination);
        if (route != null) {
            return to(route, Optional.empty());
        }
        return smarthost
                .filter(host -> !host.overflowOnly())
                .map(this::to)
                .orElseGet(() -> mx.to(destination));
    }

    @Override
    public Optional<Route> overflow(String destination) {
        return asked(destination).isPresent() || routes.containsKey(destination)
                ? Optional.empty()
                : smarthost.map(this::to);
    }

    /** A domain or an address literal has no port behind it. */
    private static Optional<NextHop> asked(String destination) {
        return WITH_PORT.matcher(destination).matches()
                ? NextHop.parse(destination, NextHop.SMTP)
                : Optional.empty();
    }

    private Route to(Smarthost host) {
        return to(host.hop(), host.credentials());
    }

    private Route to(NextHop next, Optional<Credentials> credentials) {
        Fixed fixed = new Fixed(next.port(), credentials);
        Optional<InetAddress> literal =
                Domain.parse(next.host())
                        .filter(AddressLiteral.class::isInstance)
                        .map(AddressLiteral.class::cast)
                        .flatMap(AddressLiteral::address);
        if (literal.isPresent()) {
            Hop hop = new Hop(next.host(), literal.get(), false, Optional.of(fixed));
            return new Route.Found(List.of(hop), Optional.empty());
        }
        List<Hop> hops = new ArrayList<>();
        Optional<DeliveryFailure> missing = Optional.empty();
        for (DnsAnswer<InetAddress> answer : List.of(dns.a(next.host()), dns.aaaa(next.host()))) {
            answer.known()
                    .forEach(address ->
                            hops.add(new Hop(next.host(), address, false, Optional.of(fixed))));
            if (answer instanceof DnsAnswer.Unavailable<InetAddress>(String reason)) {
                missing = Optional.of(new DeliveryFailure.DnsUnavailable(next.host(), reason));
            }
        }
        // An operator may have misspelt it: mail waits for what an operator can mend.
        return hops.isEmpty()
                ? new Route.None(
                        missing.orElse(
                                new DeliveryFailure.DnsUnavailable(
                                        next.host(), "the fixed next hop has no address")))
                : new Route.Found(hops, missing);
    }
}
