package posthorn.delivery.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.relay.DnsClient.Addresses;
import posthorn.delivery.relay.DnsClient.Mx;
import posthorn.protocol.smtp.AddressLiteral;
import posthorn.protocol.smtp.Domain;

/**
 * The hosts of a domain (RFC 5321 §5.1): MX records by preference, equal ones shuffled, the
 * domain's own address when it has none; no mail where the null MX says so (RFC 7505). Where this
 * system is among them, it and all hosts that are not better than it are left out: mail would come
 * back.
 *
 * <p>What is said for good is said only when everything that matters was asked: a host whose
 * addresses DNS did not give may be the one that takes the mail.
 */
final class MxRoutes implements Routes {

    private record Candidate(int preference, String host, Addresses addresses) {}

    private final DnsClient dns;
    private final ForbiddenHosts forbidden;
    private final int mostRecords;
    private final RandomGenerator random;

    /**
     * Asks {@code dns}.
     *
     * @param mostRecords MX records of a domain that are looked at, the best ones
     */
    MxRoutes(DnsClient dns, ForbiddenHosts forbidden, int mostRecords, RandomGenerator random) {
        this.dns = dns;
        this.forbidden = forbidden;
        this.mostRecords = mostRecords;
        this.random = random;
    }

    @Override
    public Route to(String destination) {
        Optional<InetAddress> literal =
                Domain.parse(destination)
                        .filter(AddressLiteral.class::isInstance)
                        .map(AddressLiteral.class::cast)
                        .flatMap(AddressLiteral::address);
        if (literal.isPresent()) {
            Addresses address = new Addresses(List.of(literal.get()), Optional.empty());
            return usable(destination, List.of(new Candidate(0, destination, address)));
        }
        try {
            return byName(destination);
        } catch (DnsClient.NameNotFound e) {
            return new Route.None(new DeliveryFailure.NoSuchDomain(destination));
        } catch (DnsClient.Unavailable e) {
            return new Route.None(new DeliveryFailure.DnsUnavailable(destination, e.reason()));
        }
    }

    private Route byName(String domain) throws DnsClient.NameNotFound, DnsClient.Unavailable {
        List<Mx> records = dns.mx(domain);
        if (records.isEmpty()) {
            return usable(domain, List.of(new Candidate(0, domain, dns.addresses(domain))));
        }
        if (records.stream().allMatch(mx -> mx.host().isEmpty())) {
            return new Route.None(new DeliveryFailure.NullMx(domain));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Mx mx : ordered(records)) {
            candidates.add(new Candidate(mx.preference(), mx.host(), addresses(mx.host())));
        }
        return usable(domain, candidates);
    }

    /** An MX host that does not exist has no addresses. */
    private Addresses addresses(String host) {
        try {
            return dns.addresses(host);
        } catch (DnsClient.NameNotFound e) {
            return new Addresses(List.of(), Optional.empty());
        }
    }

    private List<Mx> ordered(List<Mx> records) {
        List<Mx> ordered = new ArrayList<>(records);
        Collections.shuffle(ordered, Random.from(random));
        ordered.sort(Comparator.comparingInt(Mx::preference));
        ordered.removeIf(mx -> mx.host().isEmpty());
        return ordered.subList(0, Math.min(ordered.size(), mostRecords));
    }

    private boolean isOurs(Candidate candidate) {
        return forbidden.isOurs(candidate.host(), candidate.addresses().known());
    }

    private Route usable(String domain, List<Candidate> candidates) {
        Optional<Integer> ours =
                candidates.stream()
                        .filter(this::isOurs)
                        .map(Candidate::preference)
                        .min(naturally());
        List<Candidate> better =
                candidates.stream()
                        .filter(c -> ours.isEmpty() || c.preference() < ours.get())
                        .toList();
        List<Hop> hops =
                better.stream()
                        .flatMap(c ->
                                c.addresses().known().stream()
                                        .filter(forbidden::permits)
                                        .map(address -> new Hop(c.host(), address)))
                        .toList();
        Optional<DeliveryFailure> unasked =
                better.stream()
                        .flatMap(c -> c.addresses().missing().stream())
                        .<DeliveryFailure>map(
                                reason -> new DeliveryFailure.DnsUnavailable(domain, reason))
                        .findFirst();
        if (!hops.isEmpty()) {
            return new Route.Found(hops, unasked);
        }
        return new Route.None(
                unasked.or(() -> ours.map(_ -> new DeliveryFailure.LoopsBack(domain)))
                        .or(() -> refused(domain, better))
                        .orElse(new DeliveryFailure.NoSuchDomain(domain)));
    }

    private static Comparator<Integer> naturally() {
        return Comparator.naturalOrder();
    }

    /** None of the addresses may be relayed to. */
    private static Optional<DeliveryFailure> refused(String domain, List<Candidate> candidates) {
        return candidates.stream()
                .flatMap(c -> c.addresses().known().stream())
                .findFirst()
                .map(a -> new DeliveryFailure.ForbiddenNetwork(domain, a.getHostAddress()));
    }
}
