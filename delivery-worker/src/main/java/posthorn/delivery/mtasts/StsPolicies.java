package posthorn.delivery.mtasts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;
import posthorn.delivery.mtasts.PolicyFetcher.Fetched;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.mtasts.StsRecord;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.runtime.metrics.CacheFigures;

/**
 * The policies of domains (RFC 8461 §3, §5.1). DNS says whether there is a new one; the one that is
 * kept counts until its time is over, also when DNS says nothing and nobody answers over HTTPS.
 * Safe for all threads; blocks the one that calls.
 */
public final class StsPolicies {

    private static final Logger LOG = Logger.getLogger(StsPolicies.class);

    private final Dns dns;
    private final PolicyFetcher fetcher;
    private final PolicyStore store;
    private final InstantSource clock;
    private final Cache<String, Optional<StoredPolicy>> known;
    private final Cache<String, TlsProblem> failed;
    private final ConcurrentMap<String, CompletableFuture<Fetched>> underWay =
            new ConcurrentHashMap<>();

    /**
     * What is remembered.
     *
     * @param domains how many; those that were used least go first
     * @param lookAgain how long what the store said, and a failed fetch, count before they are
     *     looked at again
     */
    public record Limits(int domains, Duration lookAgain) {}

    /** Nothing is known. */
    public StsPolicies(
            Dns dns,
            PolicyFetcher fetcher,
            PolicyStore store,
            Limits limits,
            InstantSource clock,
            Ticker ticker) {
        this.dns = dns;
        this.fetcher = fetcher;
        this.store = store;
        this.clock = clock;
        this.known = cache(limits, ticker);
        this.failed = cache(limits, ticker);
    }

    private static <T> Cache<String, T> cache(Limits limits, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(limits.domains())
                .expireAfterWrite(limits.lookAgain())
                .ticker(ticker)
                .recordStats()
                .build();
    }

    /** How well the policies that it remembers serve. */
    public CacheFigures figures() {
        return CacheFigures.of(known);
    }

    /**
     * What counts for a domain now.
     *
     * @param domain in lower-case ASCII
     */
    public DomainPolicy of(String domain) {
        DnsAnswer<String> answer = dns.txt(StsRecord.name(domain));
        Optional<StsRecord> record = StsRecord.among(answer.known());
        Optional<StoredPolicy> kept = kept(domain);
        boolean current =
                record.isEmpty()
                        || kept.filter(policy -> policy.id().equals(record.get().id())).isPresent();
        if (current) {
            return new DomainPolicy(kept.map(StoredPolicy::policy), Optional.empty());
        }
        TlsProblem before = failed.getIfPresent(domain);
        if (before != null) {
            return new DomainPolicy(kept.map(StoredPolicy::policy), Optional.of(before));
        }
        return switch (fetch(domain, record.get())) {
            case Fetched.Policy(var policy) ->
                    new DomainPolicy(Optional.of(policy), Optional.empty());
            case Fetched.Failed(TlsProblem problem) ->
                    new DomainPolicy(kept.map(StoredPolicy::policy), Optional.of(problem));
        };
    }

    /** The one that is kept and still counts. */
    private Optional<StoredPolicy> kept(String domain) {
        Optional<StoredPolicy> last = known.getIfPresent(domain);
        if (last == null) {
            last = stored(domain);
        }
        return last.filter(policy -> clock.millis() < policy.expires());
    }

    private Optional<StoredPolicy> stored(String domain) {
        try {
            Optional<StoredPolicy> found = store.find(domain);
            known.put(domain, found);
            return found;
        } catch (AnswerLost e) {
            LOG.warnf(
                    "whether a policy of %s is kept is not known now: %s", domain, e.getMessage());
            return Optional.empty();
        }
    }

    /** One fetch at a time for a domain; whoever comes meanwhile waits for it. */
    private Fetched fetch(String domain, StsRecord record) {
        CompletableFuture<Fetched> mine = new CompletableFuture<>();
        CompletableFuture<Fetched> other = underWay.putIfAbsent(domain, mine);
        if (other != null) {
            return other.join();
        }
        try {
            Fetched fetched = fetcher.fetch(domain);
            switch (fetched) {
                case Fetched.Policy(var policy) ->
                        keep(new StoredPolicy(domain, record.id(), policy, clock.millis()));
                case Fetched.Failed(TlsProblem problem) -> failed.put(domain, problem);
            }
            mine.complete(fetched);
            return fetched;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(domain, mine);
        }
    }

    private void keep(StoredPolicy policy) {
        known.put(policy.domain(), Optional.of(policy));
        failed.invalidate(policy.domain());
        try {
            store.put(policy);
        } catch (AnswerLost e) {
            LOG.warnf(
                    "the policy of %s is kept in memory alone: %s",
                    policy.domain(), e.getMessage());
        }
    }
}
