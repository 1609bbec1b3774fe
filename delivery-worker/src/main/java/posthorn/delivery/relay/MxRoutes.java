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
import posthorn.delivery.relay.DnsClient.Mx;
import posthorn.protocol.smtp.AddressLiteral;
import posthorn.protocol.smtp.Domain;

/**
 * The hosts of a domain (RFC 5321 §5.1): MX records by preference, equal ones shuffled, the
 * domain's own address when it has none; no mail where the null MX says so (RFC 7505). Where this
 * system is among them, it and all hosts that are not better than it are left out: mail would come
 * back.
 */
final class MxRoutes implements Routes {

    private record Candidate(int preference, String host, List<InetAddress> addresses) {}

    private final DnsClient dns;
    private final ForbiddenHosts forbidden;
    private final RandomGenerator random;

    MxRoutes(DnsClient dns, ForbiddenHosts forbidden, RandomGenerator random) {
        this.dns = dns;
        this.forbidden = forbidden;
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
            return usable(
                    destination, List.of(new Candidate(0, destination, List.of(literal.get()))));
        }
        try {
            return byName(destination);
        } catch (DnsClient.NameNotFound e) {
            return new Route.None(new DeliveryFailure.NoSuchDomain(destination));
        } catch (DnsClient.Unavailable e) {
            return away(destination, e);
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
        Optional<DnsClient.Unavailable> away = Optional.empty();
        for (Mx mx : ordered(records)) {
            try {
                candidates.add(new Candidate(mx.preference(), mx.host(), dns.addresses(mx.host())));
            } catch (DnsClient.NameNotFound e) {
                candidates.add(new Candidate(mx.preference(), mx.host(), List.of()));
            } catch (DnsClient.Unavailable e) {
                away = Optional.of(e);
            }
        }
        boolean none = candidates.stream().allMatch(c -> c.addresses().isEmpty());
        boolean ours = candidates.stream().anyMatch(this::isOurs);
        return none && !ours && away.isPresent()
                ? away(domain, away.get())
                : usable(domain, candidates);
    }

    private static Route away(String domain, DnsClient.Unavailable e) {
        return new Route.None(
                new DeliveryFailure.DnsUnavailable(domain, String.valueOf(e.getMessage())));
    }

    private List<Mx> ordered(List<Mx> records) {
        List<Mx> ordered = new ArrayList<>(records);
        Collections.shuffle(ordered, Random.from(random));
        ordered.sort(Comparator.comparingInt(Mx::preference));
        ordered.removeIf(mx -> mx.host().isEmpty());
        return ordered;
    }

    private boolean isOurs(Candidate candidate) {
        return forbidden.isOurs(candidate.host(), candidate.addresses());
    }

    private Route usable(String domain, List<Candidate> candidates) {
        int ourPreference =
                candidates.stream()
                        .filter(this::isOurs)
                        .mapToInt(Candidate::preference)
                        .min()
                        .orElse(Integer.MAX_VALUE);
        List<Hop> hops = new ArrayList<>();
        Optional<InetAddress> refused = Optional.empty();
        for (Candidate candidate : candidates) {
            for (InetAddress address : candidate.addresses()) {
                if (candidate.preference() < ourPreference) {
                    if (forbidden.permits(address)) {
                        hops.add(new Hop(candidate.host(), address));
                    } else {
                        refused = Optional.of(address);
                    }
                }
            }
        }
        if (!hops.isEmpty()) {
            return new Route.Found(hops);
        }
        if (ourPreference != Integer.MAX_VALUE) {
            return new Route.None(new DeliveryFailure.LoopsBack(domain));
        }
        return new Route.None(
                refused.<DeliveryFailure>map(a ->
                                new DeliveryFailure.ForbiddenNetwork(domain, a.getHostAddress()))
                        .orElse(new DeliveryFailure.NoSuchDomain(domain)));
    }
}
