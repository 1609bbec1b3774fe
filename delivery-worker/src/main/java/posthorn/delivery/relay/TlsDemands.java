package posthorn.delivery.relay;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import posthorn.delivery.mtasts.DomainPolicy;
import posthorn.delivery.relay.Routes.Hop;
import posthorn.protocol.dane.DaneCheck;
import posthorn.protocol.dane.TlsaMatch;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.TlsaRecord;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.tls.DaneState;
import posthorn.protocol.tls.SenderWish;
import posthorn.protocol.tls.StsState;
import posthorn.protocol.tls.TlsDemand;
import posthorn.protocol.tls.TlsOrder;
import posthorn.protocol.tlsrpt.AppliedPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsResultType;

/**
 * What is demanded of the hosts of a destination: asks DNS for their TLSA records and for the
 * domain's policy, and lets {@link TlsOrder} decide. Safe for all threads; blocks the one that
 * calls.
 */
final class TlsDemands {

    private final Dns dns;
    private final Function<String, DomainPolicy> policies;
    private final AuthorityCheck authorities;
    private final int port;
    private final boolean dane;
    private final InstantSource clock;

    /**
     * Demands.
     *
     * @param policies of domains, in lower-case ASCII
     * @param port of mail hosts, under which their TLSA records stand
     * @param dane whether those are asked for
     */
    TlsDemands(
            Dns dns,
            Function<String, DomainPolicy> policies,
            AuthorityCheck authorities,
            int port,
            boolean dane,
            InstantSource clock) {
        this.dns = dns;
        this.policies = policies;
        this.authorities = authorities;
        this.port = port;
        this.dane = dane;
        this.clock = clock;
    }

    /**
     * The demands on the hosts of a destination.
     *
     * @param destination domain in lower-case ASCII, or an address literal, which demands nothing
     */
    Destination to(String destination, SenderWish wish) {
        boolean asked = wish != SenderWish.TLS_NOT_REQUIRED && !destination.startsWith("[");
        return new Destination(
                destination, wish, asked ? policies.apply(destination) : DomainPolicy.NONE);
    }

    /** TLSA records and what they come to. */
    private record Records(DaneState state, List<TlsaRecord> records, String reason) {}

    /** The demands on the hosts of one destination. For one thread. */
    final class Destination {
        private final String domain;
        private final SenderWish wish;
        private final DomainPolicy policy;

        private Destination(String domain, SenderWish wish, DomainPolicy policy) {
            this.domain = domain;
            this.wish = wish;
            this.policy = policy;
        }

        /** The demand on one host. */
        HostTls on(Hop hop) {
            return hop.fixed().isPresent() ? fixed(hop, hop.fixed().get()) : named(hop);
        }

        /**
         * What the domain demands is about its own hosts. One that is told who we are has to have
         * the right certificate, and so has one that is to pass on what the sender wants secure.
         */
        private HostTls fixed(Hop hop, Routes.Fixed fixed) {
            boolean verified = fixed.credentials().isPresent() || requireTls();
            return new HostTls(
                    verified ? TlsDemand.POLICY : TlsDemand.OPPORTUNISTIC,
                    verified ? authorities.of(hop.name()) : CertificateCheck.ANY,
                    requireTls(),
                    AppliedPolicy.none(domain),
                    Optional.empty());
        }

        private HostTls named(Hop hop) {
            Records records = records(hop);
            TlsDemand demand = TlsOrder.demand(wish, records.state(), sts(hop));
            return switch (demand) {
                case TLSA -> byRecords(demand, tlsa(hop, records.records()), records);
                case ENCRYPTED ->
                        new HostTls(
                                demand,
                                CertificateCheck.ANY,
                                requireTls(),
                                tlsaPolicy(records),
                                problem(TlsResultType.TLSA_INVALID, "no TLSA record can be used"));
                case UNKNOWN ->
                        new HostTls(
                                demand,
                                CertificateCheck.ANY,
                                requireTls(),
                                tlsaPolicy(records),
                                problem(TlsResultType.DNSSEC_INVALID, records.reason()));
                case POLICY, UNNAMED, OPPORTUNISTIC, UNVERIFIABLE, PLAIN -> byPolicy(demand, hop);
            };
        }

        private HostTls byRecords(TlsDemand demand, CertificateCheck check, Records records) {
            return new HostTls(demand, check, requireTls(), tlsaPolicy(records), Optional.empty());
        }

        private HostTls byPolicy(TlsDemand demand, Hop hop) {
            Optional<StsPolicy> counts =
                    policy.policy().filter(p -> p.mode() != StsPolicy.Mode.NONE);
            boolean named = counts.map(p -> p.names(hop.name())).orElse(true);
            Optional<TlsProblem> problem =
                    named
                            ? policy.problem()
                            : problem(
                                    TlsResultType.VALIDATION_FAILURE,
                                    "the policy of " + domain + " does not name " + hop.name());
            if (demand == TlsDemand.UNVERIFIABLE) {
                problem =
                        problem(
                                TlsResultType.VALIDATION_FAILURE,
                                domain + " has neither TLSA records nor a policy that is enforced");
            }
            return new HostTls(
                    demand,
                    counts.isPresent() ? authorities.of(hop.name()) : CertificateCheck.ANY,
                    requireTls(),
                    stsPolicy(counts),
                    problem);
        }

        private AppliedPolicy stsPolicy(Optional<StsPolicy> counts) {
            if (counts.isEmpty() && policy.problem().isEmpty()) {
                return AppliedPolicy.none(domain);
            }
            return new AppliedPolicy(
                    AppliedPolicy.Type.STS,
                    domain,
                    counts.map(StsPolicy::lines).orElse(List.of()),
                    counts.map(StsPolicy::mx).orElse(List.of()));
        }

        private AppliedPolicy tlsaPolicy(Records records) {
            return new AppliedPolicy(
                    AppliedPolicy.Type.TLSA,
                    domain,
                    records.records().stream().map(TlsaRecord::toString).toList(),
                    List.of());
        }

        private boolean requireTls() {
            return wish == SenderWish.REQUIRETLS;
        }

        private StsState sts(Hop hop) {
            if (policy.policy().isEmpty()) {
                return StsState.NONE;
            }
            StsPolicy counts = policy.policy().get();
            return switch (counts.mode()) {
                case NONE -> StsState.NONE;
                case TESTING -> StsState.TESTING;
                case ENFORCE -> counts.names(hop.name()) ? StsState.NAMED : StsState.UNNAMED;
            };
        }

        /** RFC 7672 §2.2: where MX or addresses are not authentic, records would prove nothing. */
        private Records records(Hop hop) {
            if (!dane || !hop.authentic() || wish == SenderWish.TLS_NOT_REQUIRED) {
                return new Records(DaneState.NONE, List.of(), "");
            }
            return switch (dns.tlsa("_" + port + "._tcp." + hop.name())) {
                case DnsAnswer.Absent<TlsaRecord> _ -> new Records(DaneState.NONE, List.of(), "");
                case DnsAnswer.Unavailable<TlsaRecord>(String reason) ->
                        new Records(
                                DaneState.UNKNOWN,
                                List.of(),
                                "DNS for the TLSA records of " + hop.name() + ": " + reason);
                case DnsAnswer.Found<TlsaRecord>(List<TlsaRecord> all, boolean authentic) ->
                        authentic ? found(all) : new Records(DaneState.NONE, List.of(), "");
            };
        }

        private Records found(List<TlsaRecord> all) {
            List<TlsaRecord> usable = TlsaMatch.usable(all);
            return usable.isEmpty()
                    ? new Records(DaneState.UNUSABLE, all, "")
                    : new Records(DaneState.USABLE, usable, "");
        }

        private CertificateCheck tlsa(Hop hop, List<TlsaRecord> records) {
            return chain ->
                    DaneCheck.problem(records, chain, Set.of(hop.name(), domain), clock.instant())
                            .map(words -> new TlsProblem(TlsResultType.VALIDATION_FAILURE, words));
        }
    }

    private static Optional<TlsProblem> problem(TlsResultType type, String words) {
        return Optional.of(new TlsProblem(type, words));
    }
}
