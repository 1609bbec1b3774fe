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
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
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

    /**
     * Addresses of a host, IPv4 before IPv6.
     *
     * @param known those that DNS gave
     * @param missing why there may be more; empty: these are all
     * @param authentic whether each answer was
     */
    private record Addresses(
            List<InetAddress> known, Optional<String> missing, boolean authentic) {}

    private record Candidate(int preference, String host, Addresses addresses, boolean authentic) {}

    private final Dns dns;
    private final ForbiddenHosts forbidden;
    private final int mostRecords;
    private final RandomGenerator random;

    /**
     * Asks {@code dns}.
     *
     * @param mostRecords MX records of a domain that are looked at, the best ones
     */
    MxRoutes(Dns dns, ForbiddenHosts forbidden, int mostRecords, RandomGenerator random) {
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
            Addresses address = new Addresses(List.of(literal.get()), Optional.empty(), false);
            return usable(destination, List.of(new Candidate(0, destination, address, false)));
        }
        return switch (dns.mx(destination)) {
            case DnsAnswer.Unavailable<MailExchanger>(String reason) ->
                    new Route.None(new DeliveryFailure.DnsUnavailable(destination, reason));
            case DnsAnswer.Absent<MailExchanger>(boolean exists) ->
                    exists
                            ? withoutMx(destination)
                            : new Route.None(new DeliveryFailure.NoSuchDomain(destination));
            case DnsAnswer.Found<MailExchanger>(List<MailExchanger> records, boolean authentic) ->
                    withMx(destination, records, authentic);
        };
    }

    /** Where the addresses are authentic the zone is signed, and so is that there is no MX. */
    private Route withoutMx(String domain) {
        return usable(domain, List.of(new Candidate(0, domain, addresses(domain), true)));
    }

    private Route withMx(String domain, List<MailExchanger> records, boolean authentic) {
        if (records.stream().allMatch(mx -> mx.host().isEmpty())) {
            return new Route.None(new DeliveryFailure.NullMx(domain));
        }
        List<Candidate> candidates = new ArrayList<>();
        for (MailExchanger mx : ordered(records)) {
            candidates.add(
                    new Candidate(mx.preference(), mx.host(), addresses(mx.host()), authentic));
        }
        return usable(domain, candidates);
    }

    /** Addresses of a host. Where one family cannot be asked, the other one is. */
    private Addresses addresses(String host) {
        List<InetAddress> known = new ArrayList<>();
        Optional<String> missing = Optional.empty();
        boolean authentic = true;
        for (DnsAnswer<InetAddress> answer : List.of(dns.a(host), dns.aaaa(host))) {
            known.addAll(answer.known());
            if (answer instanceof DnsAnswer.Found<InetAddress>(var _, boolean proven)) {
                authentic &= proven;
            }
            if (answer instanceof DnsAnswer.Unavailable<InetAddress>(String reason)) {
                missing = Optional.of(reason);
            }
        }
        return new Addresses(known, missing, authentic && !known.isEmpty());
    }

    private List<MailExchanger> ordered(List<MailExchanger> records) {
        List<MailExchanger> ordered = new ArrayList<>(records);
        Collections.shuffle(ordered, Random.from(random));
        ordered.sort(Comparator.comparingInt(MailExchanger::preference));
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
                                        .map(address ->
                                                new Hop(
                                                        c.host(),
                                                        address,
                                                        c.authentic()
                                                                && c.addresses().authentic())))
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
