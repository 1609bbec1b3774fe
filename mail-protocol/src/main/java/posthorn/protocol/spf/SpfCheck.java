package posthorn.protocol.spf;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.IpNetwork;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.ReverseNames;

/**
 * One run of {@code check_host()} (RFC 7208 §4): the limits on lookups count over all records that
 * it reads. Waits for DNS.
 */
public final class SpfCheck {
    /** Terms that look something up (§4.6.4). */
    public static final int MOST_LOOKUPS = 10;

    /** Lookups in vain (§4.6.4). */
    public static final int MOST_VOID_LOOKUPS = 2;

    /** Names of one MX answer, and of one PTR answer (§4.6.4). */
    public static final int MOST_NAMES = ReverseNames.MOST_NAMES;

    /** Questions that follow from these limits: a term asks at most for a list and its names. */
    public static final int MOST_QUESTIONS = (MOST_LOOKUPS + 1) * (MOST_NAMES + 2);

    /** Characters of an explanation. */
    public static final int LONGEST_EXPLANATION = 300;

    private final Dns dns;
    private final SpfRequest request;
    private final ClientNames names;
    private int lookups;
    private int voids;

    private SpfCheck(Dns dns, SpfRequest request) {
        this.dns = dns;
        this.request = request;
        this.names = new ClientNames(dns, request.client());
    }

    /** Checks whether the client may send for the domain. */
    public static SpfOutcome of(Dns dns, SpfRequest request) {
        return new SpfCheck(dns, request).run();
    }

    /** Ends a check with an error. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
        private final SpfResult result;
        private final String reason;

        Stopped(SpfResult result, String reason) {
            super(reason, null, false, false);
            this.result = result;
            this.reason = reason;
        }
    }

    private SpfOutcome run() {
        String domain = withoutDot(request.domain());
        try {
            if (!DomainSyntax.isQualified(domain)) {
                return new SpfOutcome(SpfResult.NONE, domain, "no domain to look up", "");
            }
            return evaluate(domain, true);
        } catch (Stopped e) {
            return new SpfOutcome(e.result, domain, e.reason, "");
        }
    }

    private SpfOutcome evaluate(String domain, boolean explained) throws Stopped {
        Optional<String> text = lookUp(domain);
        if (text.isEmpty()) {
            return new SpfOutcome(SpfResult.NONE, domain, domain + " has no SPF record", "");
        }
        SpfRecord parsed = parse(domain, text.get());
        for (SpfRecord.Directive directive : parsed.directives()) {
            if (matches(directive.mechanism(), domain)) {
                String reason = "'" + directive.text() + "' in the SPF record of " + domain;
                return new SpfOutcome(
                        directive.result(),
                        domain,
                        reason,
                        explained && directive.result() == SpfResult.FAIL
                                ? explanation(parsed, domain)
                                : "");
            }
        }
        if (parsed.redirect().isPresent()) {
            return redirected(parsed.redirect().get(), domain, explained);
        }
        return new SpfOutcome(
                SpfResult.NEUTRAL,
                domain,
                "nothing in the SPF record of " + domain + " matches",
                "");
    }

    /** The record of a domain (§4.4, §4.5); empty: it has none. */
    private Optional<String> lookUp(String domain) throws Stopped {
        return switch (dns.txt(domain)) {
            case DnsAnswer.Absent<String> absent -> Optional.empty();
            case DnsAnswer.Unavailable<String>(String reason) ->
                    throw new Stopped(
                            SpfResult.TEMPERROR, "the SPF record of " + domain + ": " + reason);
            case DnsAnswer.Found<String>(List<String> records, boolean authentic) -> {
                List<String> ours = records.stream().filter(SpfRecord::isOne).toList();
                if (ours.size() > 1) {
                    throw new Stopped(
                            SpfResult.PERMERROR, domain + " has more than one SPF record");
                }
                yield ours.stream().findFirst();
            }
        };
    }

    private static SpfRecord parse(String domain, String text) throws Stopped {
        try {
            return SpfRecord.parse(text);
        } catch (SpfSyntaxException e) {
            throw new Stopped(
                    SpfResult.PERMERROR, "the SPF record of " + domain + ": " + e.reason());
        }
    }

    private SpfOutcome redirected(MacroString target, String domain, boolean explained)
            throws Stopped {
        countLookup(domain);
        String next = expand(target, domain);
        SpfOutcome outcome =
                DomainSyntax.isName(next)
                        ? evaluate(next, explained)
                        : new SpfOutcome(SpfResult.NONE, domain, "", "");
        if (outcome.result() == SpfResult.NONE) {
            throw new Stopped(
                    SpfResult.PERMERROR,
                    "'redirect' in the SPF record of " + domain + " names no SPF record");
        }
        return outcome;
    }

    private boolean matches(Mechanism mechanism, String domain) throws Stopped {
        return switch (mechanism) {
            case Mechanism.All all -> true;
            case Mechanism.Ip(IpNetwork network) -> network.holds(request.client());
            case Mechanism.Include(MacroString target) -> included(target, domain);
            case Mechanism.A(Optional<MacroString> target, Mechanism.Prefixes prefixes) -> {
                countLookup(domain);
                yield hasAddress(target(target, domain), prefixes);
            }
            case Mechanism.Mx(Optional<MacroString> target, Mechanism.Prefixes prefixes) -> {
                countLookup(domain);
                yield hasExchanger(target(target, domain), prefixes);
            }
            case Mechanism.Ptr(Optional<MacroString> target) -> {
                countLookup(domain);
                yield names.anyWithin(target(target, domain));
            }
            case Mechanism.Exists(MacroString target) -> {
                countLookup(domain);
                String name = expand(target, domain);
                yield !answered(name, dns.a(name)).isEmpty();
            }
        };
    }

    /** §5.2. */
    private boolean included(MacroString target, String domain) throws Stopped {
        countLookup(domain);
        String next = expand(target, domain);
        SpfResult result =
                DomainSyntax.isName(next) ? evaluate(next, false).result() : SpfResult.NONE;
        return switch (result) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case NONE, TEMPERROR, PERMERROR ->
                    throw new Stopped(
                            SpfResult.PERMERROR,
                            "'include:"
                                    + next
                                    + "' in the SPF record of "
                                    + domain
                                    + " names no SPF record");
        };
    }

    private boolean hasAddress(String host, Mechanism.Prefixes prefixes) throws Stopped {
        int bits = request.client().getAddress().length == 4 ? prefixes.four() : prefixes.six();
        for (InetAddress address : answered(host, dns.addresses(host, request.client()))) {
            if (new IpNetwork(address, bits).holds(request.client())) {
                return true;
            }
        }
        return false;
    }

    /** §5.4. */
    private boolean hasExchanger(String host, Mechanism.Prefixes prefixes) throws Stopped {
        List<MailExchanger> exchangers = answered(host, dns.mx(host));
        if (exchangers.size() > MOST_NAMES) {
            throw new Stopped(
                    SpfResult.PERMERROR, host + " has more than " + MOST_NAMES + " MX records");
        }
        for (MailExchanger exchanger : exchangers) {
            if (!exchanger.host().isEmpty() && hasAddress(exchanger.host(), prefixes)) {
                return true;
            }
        }
        return false;
    }

    private <T> List<T> answered(String name, DnsAnswer<T> answer) throws Stopped {
        return switch (answer) {
            case DnsAnswer.Found<T>(List<T> records, boolean authentic) -> records;
            case DnsAnswer.Unavailable<T>(String reason) ->
                    throw new Stopped(SpfResult.TEMPERROR, name + ": " + reason);
            case DnsAnswer.Absent<T> absent -> {
                voids++;
                if (voids > MOST_VOID_LOOKUPS) {
                    throw new Stopped(
                            SpfResult.PERMERROR,
                            "more than "
                                    + MOST_VOID_LOOKUPS
                                    + " lookups find nothing, the last: "
                                    + name);
                }
                yield List.of();
            }
        };
    }

    private void countLookup(String domain) throws Stopped {
        lookups++;
        if (lookups > MOST_LOOKUPS) {
            throw new Stopped(
                    SpfResult.PERMERROR,
                    "more than "
                            + MOST_LOOKUPS
                            + " lookups, the last one in the SPF record of "
                            + domain);
        }
    }

    private String target(Optional<MacroString> target, String domain) throws Stopped {
        return target.isPresent() ? expand(target.get(), domain) : domain;
    }

    private String expand(MacroString text, String domain) {
        return text.domain(new MacroValues(request, domain, names));
    }

    /** §6.2: whatever goes wrong, there is none. */
    private String explanation(SpfRecord parsed, String domain) {
        if (parsed.explanation().isEmpty()) {
            return "";
        }
        List<String> texts = dns.txt(expand(parsed.explanation().get(), domain)).known();
        if (texts.size() != 1) {
            return "";
        }
        try {
            return MacroString.explanation(texts.getFirst())
                    .text(new MacroValues(request, domain, names), LONGEST_EXPLANATION);
        } catch (SpfSyntaxException e) {
            return "";
        }
    }

    private static String withoutDot(String domain) {
        return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    }
}
