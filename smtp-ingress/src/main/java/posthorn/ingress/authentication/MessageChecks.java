package posthorn.ingress.authentication;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import posthorn.protocol.arc.ArcVerification;
import posthorn.protocol.dkim.BodyHashKind;
import posthorn.protocol.dkim.BodyHasher;
import posthorn.protocol.dkim.BodyHashes;
import posthorn.protocol.dkim.DkimVerification;
import posthorn.protocol.dkim.KeyLookup;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SignatureResult;
import posthorn.protocol.dmarc.AuthenticatedIdentifier;
import posthorn.protocol.dmarc.DmarcCheck;
import posthorn.protocol.dmarc.DmarcOutcome;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.ReverseNames;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.spf.SpfCheck;
import posthorn.protocol.spf.SpfOutcome;
import posthorn.protocol.spf.SpfRequest;

/** The checks of one message, on virtual threads of their own where they wait for DNS. */
final class MessageChecks implements MessageAuthentication {
    private final AuthenticationRequest request;
    private final Surroundings around;
    private final DkimVerification signatures;
    private final ArcVerification chain;
    private final BodyHasher hasher;
    private final int octetsHeld;

    /**
     * What the checks of all messages share.
     *
     * @param dns for one message, from now on
     * @param limits of one message
     * @param hostname of this server
     * @param clock for signatures that expire
     * @param domains that are ours
     * @param policy that decides
     */
    record Surroundings(
            Supplier<BoundedDns> dns,
            AuthenticationLimits limits,
            String hostname,
            InstantSource clock,
            LocalDomains domains,
            HandlingPolicy policy) {}

    MessageChecks(
            AuthenticationRequest request, Surroundings around, byte[] octets, int headerLength) {
        this.request = request;
        this.around = around;
        byte[] header = Arrays.copyOf(octets, headerLength);
        MessageHeader fields = MessageHeader.of(header, 0, headerLength);
        this.signatures = DkimVerification.of(fields, around.limits().signatures());
        this.chain = ArcVerification.of(fields);
        this.octetsHeld = headerLength;
        Set<BodyHashKind> kinds = new HashSet<>(signatures.bodyHashes());
        kinds.addAll(chain.bodyHashes());
        this.hasher = new BodyHasher(kinds);
    }

    @Override
    public int octetsHeld() {
        return octetsHeld;
    }

    @Override
    public void body(byte[] octets, int from, int to) {
        hasher.update(octets, from, to);
    }

    @Override
    public AuthenticationVerdict finish() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return finish(threads);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A check has failed unexpectedly", e.getCause());
        }
    }

    private AuthenticationVerdict finish(ExecutorService threads)
            throws InterruptedException, ExecutionException {
        BoundedDns dns = around.dns().get();
        InetAddress client = InetAddress.ofLiteral(request.clientAddress());
        Instant now = around.clock().instant();
        BoundedDns brief = dns.within(around.limits().reverseTime());
        Future<ReverseNames> reverse = threads.submit(() -> ReverseNames.of(brief, client));
        Future<HeloName> heloName =
                threads.submit(() -> HeloName.of(brief, request, reverse.get(), around.hostname()));
        SpfRequest spf = spfRequest(client, now);
        boolean heloDecides = request.senderDomain().isEmpty();
        Future<SpfOutcome> helo =
                threads.submit(() -> SpfCheck.of(heloDecides ? dns : brief, spf.ofHelo()));
        Set<KeyName> names = new HashSet<>(signatures.keyNames());
        names.addAll(chain.keyNames());
        Map<KeyName, Future<KeyLookup>> lookups = new HashMap<>();
        for (KeyName name : names) {
            lookups.put(name, threads.submit(() -> lookUp(dns, name)));
        }
        SpfOutcome mailFrom = heloDecides ? helo.get() : SpfCheck.of(dns, spf);
        Map<KeyName, KeyLookup> keys = answers(lookups);
        BodyHashes hashes = hasher.finish();
        List<SignatureResult> dkim =
                signatures.finish(hashes, keys, now.getEpochSecond()).stream()
                        .limit(around.limits().signatures())
                        .toList();
        List<DmarcOutcome> dmarc = dmarc(dns, mailFrom, dkim);
        AuthenticationFacts facts =
                new AuthenticationFacts(
                        request,
                        helo.get(),
                        mailFrom,
                        dkim,
                        dmarc,
                        chain.finish(hashes, keys),
                        reverse.get(),
                        heloName.get());
        return new AuthenticationVerdict(facts, handling(facts));
    }

    private SpfRequest spfRequest(InetAddress client, Instant now) {
        return new SpfRequest(
                client,
                request.senderDomain(),
                request.senderLocalPart(),
                request.heloDomain(),
                around.hostname(),
                now);
    }

    private static KeyLookup lookUp(Dns dns, KeyName key) {
        return switch (dns.txt(key.dnsName())) {
            case DnsAnswer.Found<String>(List<String> records, boolean authentic) ->
                    new KeyLookup.Found(records);
            case DnsAnswer.Absent<String> absent -> new KeyLookup.Absent();
            case DnsAnswer.Unavailable<String>(String reason) -> new KeyLookup.Unavailable(reason);
        };
    }

    private static Map<KeyName, KeyLookup> answers(Map<KeyName, Future<KeyLookup>> lookups)
            throws InterruptedException, ExecutionException {
        Map<KeyName, KeyLookup> keys = new HashMap<>();
        for (Map.Entry<KeyName, Future<KeyLookup>> lookup : lookups.entrySet()) {
            keys.put(lookup.getKey(), lookup.getValue().get());
        }
        return keys;
    }

    private List<DmarcOutcome> dmarc(Dns dns, SpfOutcome mailFrom, List<SignatureResult> dkim) {
        List<AuthenticatedIdentifier> identifiers = AuthenticationFacts.identifiers(mailFrom, dkim);
        List<DmarcOutcome> outcomes = new ArrayList<>();
        for (String author : request.authors()) {
            outcomes.add(DmarcCheck.of(dns, author, identifiers));
        }
        return outcomes;
    }

    /** A domain that may be ours is not guessed about: the message comes again. */
    private Handling handling(AuthenticationFacts facts) {
        Set<String> local = new HashSet<>();
        try {
            for (DmarcOutcome outcome : facts.dmarc()) {
                boolean matters = outcome.result() != DmarcOutcome.Result.PASS;
                if (matters && around.domains().isLocal(outcome.author())) {
                    local.add(outcome.author());
                }
            }
        } catch (IOException e) {
            return new Handling.Defer("the domain of the author cannot be looked up now");
        }
        return around.policy().of(facts, local);
    }
}
