package posthorn.mailbox.certificate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import posthorn.mailbox.certificate.CertificateAuthority.Issued;
import posthorn.mailbox.certificate.CertificateAuthority.Lost;
import posthorn.mailbox.certificate.CertificateAuthority.Refused;
import posthorn.mailbox.certificate.CertificateAuthority.Renewal;
import posthorn.mailbox.sealing.MasterKey;

/**
 * Orders what is due. Each name is ordered by whoever claims its record; a claim whose record has
 * not changed for a while, by the monotonic clock of the one who looks, is abandoned. One thread.
 */
public final class CertificateOrders {
    private static final Logger LOG = Logger.getLogger(CertificateOrders.class);
    private static final long ANSWERS_WITHIN_SECONDS = 20;
    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
    private static final Duration CHALLENGES_KEPT = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 20;
    private static final Duration LEAST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    /**
     * Bounds.
     *
     * @param retryAfter how long a name waits after its first failure
     * @param longestRetry how long at most
     * @param ordersAnHour of this process
     * @param abandonedAfter how long a claim may stand still
     * @param challengeWait how long a challenge is in the store before the authority looks
     * @param renewalInfoEvery how often the authority is asked when to renew, unless it says
     */
    public record Limits(
            Duration retryAfter,
            Duration longestRetry,
            int ordersAnHour,
            Duration abandonedAfter,
            Duration challengeWait,
            Duration renewalInfoEvery) {}

    /** Which names are to have certificates. Its calls wait. */
    public interface Wanted {
        /** All of them. */
        SortedSet<String> names();

        /** Whether an authority would find the name. */
        boolean hasAddress(String name);
    }

    /**
     * What the world is to an order.
     *
     * @param clock for what stands in records
     * @param nanos monotonic
     * @param tokens a new one each time, hard to guess
     */
    public record World(InstantSource clock, LongSupplier nanos, Supplier<String> tokens) {}

    private record Seen(long version, long nanos) {}

    private final CertificateStore store;
    private final CertificateAuthority authority;
    private final MasterKey master;
    private final Wanted wanted;
    private final Limits limits;
    private final World world;
    private final Map<String, Seen> claims = new HashMap<>();
    private final Map<String, Long> askFrom = new HashMap<>();
    private final Deque<Long> begun = new ArrayDeque<>();

    /** Orders of an authority, kept in a store. */
    public CertificateOrders(
            CertificateStore store,
            CertificateAuthority authority,
            MasterKey master,
            Wanted wanted,
            Limits limits,
            World world) {
        this.store = store;
        this.authority = authority;
        this.master = master;
        this.wanted = wanted;
        this.limits = limits;
        this.world = world;
    }

    /** Looks at all names once, and orders for those that are due. */
    public void round() throws InterruptedException {
        SortedSet<String> names = wanted.names();
        Map<String, CertificateRecord> known = new TreeMap<>();
        get(store.all()).forEach(record -> known.put(record.name(), record));
        for (String name : names) {
            CertificateRecord first = CertificateRecord.wanted(name, false);
            if (!known.containsKey(name) && get(store.add(first))) {
                known.put(name, first);
            }
        }
        claims.keySet().retainAll(known.keySet());
        askFrom.keySet().retainAll(known.keySet());
        for (CertificateRecord record : known.values()) {
            if (record.byHand() || names.contains(record.name())) {
                consider(record);
            } else {
                forget(record);
            }
        }
        forgetChallenges();
    }

    private void consider(CertificateRecord record) throws InterruptedException {
        if (!record.claim().isEmpty() && !isAbandoned(record)) {
            return;
        }
        CertificateRecord current = renewalTold(record);
        if (!current.due(now()) || !mayOrder()) {
            return;
        }
        if (!wanted.hasAddress(current.name())) {
            wait(current, limits.retryAfter(), 0, "DNS has no address for " + current.name());
            return;
        }
        CertificateRecord claimed = current.claimed(world.tokens().get());
        if (get(store.replace(claimed))) {
            begun.addLast(world.nanos().getAsLong());
            order(new OrderProof(claimed));
        }
    }

    private boolean isAbandoned(CertificateRecord record) {
        long nanos = world.nanos().getAsLong();
        Seen seen = claims.get(record.name());
        if (seen == null || seen.version() != record.version()) {
            claims.put(record.name(), new Seen(record.version(), nanos));
            return false;
        }
        return nanos - seen.nanos() >= limits.abandonedAfter().toNanos();
    }

    /** The record, with what the authority says now about when to renew. */
    private CertificateRecord renewalTold(CertificateRecord record) throws InterruptedException {
        long nanos = world.nanos().getAsLong();
        long every = limits.renewalInfoEvery().toNanos();
        Long next = askFrom.putIfAbsent(record.name(), nanos + every);
        boolean soon = next == null || nanos - next < 0;
        if (soon || record.material().isEmpty() || record.due(now())) {
            return record;
        }
        Optional<String> chain = chain(record);
        Instant planned = Instant.ofEpochMilli(record.renewFrom());
        Optional<Renewal> told =
                chain.isEmpty() ? Optional.empty() : authority.renewal(chain.get(), planned);
        askFrom.put(
                record.name(),
                nanos + told.flatMap(Renewal::askAgain).map(this::pause).orElse(every));
        if (told.isEmpty() || told.get().renewFrom().equals(planned)) {
            return record;
        }
        Instant from = told.get().renewFrom();
        LOG.infof("the authority wants %s renewed at %s, not %s", record.name(), from, planned);
        CertificateRecord moved = record.renewedFrom(Math.max(1, from.toEpochMilli()));
        return get(store.replace(moved)) ? moved : record;
    }

    /** As long as the authority says, but neither very short nor very long (RFC 9773 §4.3.1). */
    private long pause(Instant until) {
        long nanos = Duration.between(world.clock().instant(), until).toNanos();
        return Math.clamp(nanos, LEAST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
    }

    private boolean mayOrder() {
        long nanos = world.nanos().getAsLong();
        while (!begun.isEmpty() && nanos - begun.peekFirst() >= HOUR_NANOS) {
            begun.removeFirst();
        }
        if (begun.size() < limits.ordersAnHour()) {
            return true;
        }
        LOG.warnf(
                "%d orders in an hour are enough (posthorn.acme.orders-an-hour): the rest waits",
                begun.size());
        return false;
    }

    private void order(OrderProof proof) throws InterruptedException {
        String name = proof.record().name();
        try {
            LOG.infof("a certificate for %s is ordered", name);
            Issued issued = authority.order(name, chain(proof.record()), proof);
            String id = name + "/" + world.tokens().get();
            get(store.put(CertificateVault.sealed(master, id, issued.pem())));
            String before = proof.record().material();
            boolean written =
                    get(
                            store.replace(
                                    proof.record()
                                            .issued(
                                                    id,
                                                    issued.notAfter().toEpochMilli(),
                                                    issued.renewFrom().toEpochMilli())));
            askFrom.remove(name);
            remove(written ? before : id);
            LOG.infof(
                    written
                            ? "the certificate for %s is there, until %s"
                            : "a certificate for %s, until %s, came too late: another pod has one",
                    name,
                    issued.notAfter());
        } catch (Lost e) {
            LOG.infof("the order for %s is left to another pod", name);
        } catch (Refused e) {
            failed(proof.record(), e);
        }
    }

    private void failed(CertificateRecord record, Refused refusal) throws InterruptedException {
        int failures = record.failures() + 1;
        Duration pause =
                limits.retryAfter().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration shorter =
                pause.compareTo(limits.longestRetry()) < 0 ? pause : limits.longestRetry();
        Duration asSaid =
                refusal.notBefore()
                        .map(said -> Duration.between(world.clock().instant(), said))
                        .filter(said -> said.compareTo(shorter) > 0)
                        .orElse(shorter);
        LOG.errorf(
                "there is no certificate for %s, attempt %d, the next one in %s: %s",
                record.name(), failures, asSaid, refusal.getMessage());
        wait(record, asSaid, failures, String.valueOf(refusal.getMessage()));
    }

    private void wait(CertificateRecord record, Duration pause, int failures, String why)
            throws InterruptedException {
        get(store.replace(record.waiting(now() + pause.toMillis(), failures, why)));
    }

    /** A name that is hosted no more keeps its certificate until it ends. */
    private void forget(CertificateRecord record) throws InterruptedException {
        boolean idle = record.claim().isEmpty() || isAbandoned(record);
        if (idle && !record.serves(now()) && get(store.remove(record))) {
            remove(record.material());
        }
    }

    private void forgetChallenges() throws InterruptedException {
        long before = now() - CHALLENGES_KEPT.toMillis();
        for (PendingChallenge each : get(store.challenges())) {
            if (each.since() < before) {
                get(store.removeChallenge(each.token()));
            }
        }
    }

    private Optional<String> chain(CertificateRecord record) throws InterruptedException {
        return record.material().isEmpty()
                ? Optional.empty()
                : get(store.material(record.material())).map(CertificateMaterial::chain);
    }

    private void remove(String material) throws InterruptedException {
        if (!material.isEmpty()) {
            get(store.removeMaterial(material));
        }
    }

    private long now() {
        return world.clock().millis();
    }

    private static <T> T get(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store gave no answer about certificates", e);
        }
    }

    /** The claim under which an order goes on. */
    private final class OrderProof implements CertificateAuthority.Proof {
        private CertificateRecord current;

        OrderProof(CertificateRecord claimed) {
            this.current = claimed;
        }

        CertificateRecord record() {
            return current;
        }

        @Override
        public void alive() throws Lost {
            CertificateRecord next = current.claimed(current.claim());
            try {
                if (!get(store.replace(next))) {
                    throw new Lost();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Lost();
            }
            current = next;
        }

        @Override
        public void show(String token, String authorization) throws InterruptedException, Lost {
            alive();
            get(store.put(new PendingChallenge(token, current.name(), authorization, now())));
            // Other pods read the answer from the store, and tell nobody when they have.
            Thread.sleep(limits.challengeWait());
        }

        @Override
        public void hide(String token) {
            store.removeChallenge(token)
                    .exceptionally(failure -> {
                        LOG.debugf("the challenge of %s stays for a while", current.name());
                        return null;
                    });
        }
    }
}
