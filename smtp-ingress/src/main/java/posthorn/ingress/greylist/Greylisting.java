package posthorn.ingress.greylist;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import posthorn.ingress.authentication.AuthenticationFacts;
import posthorn.protocol.dkim.DkimStatus;
import posthorn.protocol.smtp.DomainName;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.spf.SpfResult;

/**
 * Asks hosts that are not known to come again. What is known to be known is remembered here for a
 * while, and the store is not asked about it. Safe for all threads.
 */
public final class Greylisting {
    private static final int MOST_REMEMBERED = 100_000;
    private static final int MOST_TOLD_AT_ONCE = 16;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Optional<GreylistStore> store;
    private final Executor telling;
    private final Semaphore free = new Semaphore(MOST_TOLD_AT_ONCE);
    private final Cache<Triplet, Boolean> passed = cache();
    private final Cache<Proven, Boolean> told = cache();

    private record Proven(String network, String domain) {}

    /**
     * Greylisting over a store.
     *
     * @param telling runs what nobody waits for
     */
    public Greylisting(GreylistStore store, Executor telling) {
        this(Optional.of(store), telling);
    }

    private Greylisting(Optional<GreylistStore> store, Executor telling) {
        this.store = store;
        this.telling = telling;
    }

    /** Nobody is asked to come again. */
    public static Greylisting off() {
        return new Greylisting(Optional.empty(), Runnable::run);
    }

    private static <K> Cache<K, Boolean> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .executor(Runnable::run)
                .build();
    }

    /** Whether somebody may be asked to come again. */
    public boolean isOn() {
        return store.isPresent();
    }

    /**
     * How long a host has to wait until it may come again; empty: it may come in. A store that
     * cannot be asked lets everybody in.
     *
     * @param network of the host
     */
    public Optional<Duration> left(String network, ReversePath sender, ForwardPath recipient) {
        if (store.isEmpty()) {
            return Optional.empty();
        }
        Triplet triplet =
                new Triplet(
                        network,
                        sender.encode().toLowerCase(Locale.ROOT),
                        domain(sender),
                        recipient.encode().toLowerCase(Locale.ROOT));
        if (passed.getIfPresent(triplet) != null
                || told.getIfPresent(new Proven(network, triplet.senderDomain())) != null) {
            return Optional.empty();
        }
        try {
            Duration left = store.get().left(triplet);
            if (left.isPositive()) {
                return Optional.of(left);
            }
            passed.put(triplet, true);
        } catch (IOException e) {
            // Who cannot be asked does not keep mail out.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** A message was taken: when its sender is proven, its next ones do not have to wait. */
    public void accepted(String network, ReversePath sender, AuthenticationFacts facts) {
        Proven proven = new Proven(network, domain(sender));
        if (store.isEmpty()
                || proven.domain().isEmpty()
                || !shows(facts, proven.domain())
                || told.getIfPresent(proven) != null
                || !free.tryAcquire()) {
            return;
        }
        telling.execute(() -> tell(store.get(), proven));
    }

    private void tell(GreylistStore to, Proven proven) {
        try {
            to.proven(proven.network(), proven.domain());
            told.put(proven, true);
        } catch (IOException e) {
            // The next message of the domain tells it again.
            told.invalidate(proven);
        } finally {
            free.release();
        }
    }

    private static boolean shows(AuthenticationFacts facts, String domain) {
        return (facts.mailFrom().result() == SpfResult.PASS
                        && facts.mailFrom().domain().equals(domain))
                || facts.dkim().stream()
                        .anyMatch(signature ->
                                signature.status() == DkimStatus.PASS
                                        && isSameOrAbove(signature.domain(), domain));
    }

    private static boolean isSameOrAbove(String signing, String domain) {
        return domain.equals(signing) || domain.endsWith("." + signing);
    }

    private static String domain(ReversePath sender) {
        return sender.mailbox()
                .map(Mailbox::domain)
                .filter(DomainName.class::isInstance)
                .map(name -> name.folded())
                .orElse("");
    }
}
