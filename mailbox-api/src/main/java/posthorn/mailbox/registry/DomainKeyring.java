package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.dkim.DomainKey;
import posthorn.mailbox.dkim.DomainKeyStore;
import posthorn.mailbox.dkim.DomainKeys;
import posthorn.mailbox.dkim.KeyFactory;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.protocol.smtp.AddressKey;
import posthorn.protocol.smtp.DomainName;

/**
 * The keys with which our domains sign. A domain without keys gets some when they are looked at for
 * the first time. Safe for all threads.
 */
public final class DomainKeyring {
    private final DirectoryStore directory;
    private final DomainKeyStore store;
    private final Optional<MasterKey> master;
    private final Optional<KeyFactory> factory;
    private final Times times;
    private final Executor making;
    private final InstantSource clock;
    private final ConcurrentMap<String, Uni<DomainKeys>> underWay = new ConcurrentHashMap<>();

    /**
     * How long keys of a domain overlap.
     *
     * @param publishFor how long the record of a new key is in DNS before the key signs
     * @param retireFor how long the record of a key stays when it signs no more
     */
    public record Times(Duration publishFor, Duration retireFor) {}

    /**
     * @param master seals the private halves; empty: no keys are made or used
     * @param factory makes keys; empty as {@code master} is
     * @param making where keys are made; may refuse when too many wait
     */
    public DomainKeyring(
            DirectoryStore directory,
            DomainKeyStore store,
            Optional<MasterKey> master,
            Optional<KeyFactory> factory,
            Times times,
            Executor making,
            InstantSource clock) {
        this.directory = directory;
        this.store = store;
        this.master = master;
        this.factory = factory;
        this.times = times;
        this.making = making;
        this.clock = clock;
    }

    /**
     * Keys with which a domain signs now, opened.
     *
     * @param domain of ours that signs: the one asked for or the nearest above; empty: none is ours
     * @param keys none when there is no master key
     */
    public record Signing(String domain, List<Opened> keys) {}

    /** A key and its private half (PKCS #8). */
    public record Opened(DomainKey key, byte[] secret) {
        /** Without the private half. */
        @Override
        public String toString() {
            return "Opened[" + key.name() + "]";
        }
    }

    /** Time as the states of keys count it, milliseconds since 1970. */
    public long now() {
        return clock.millis();
    }

    /** The keys of a domain of ours, made when it has none. */
    public Uni<DirectoryOutcome<DomainKeys>> keys(String name) {
        return ours(name)
                .flatMap(domain ->
                        domain.isEmpty() ? unknown(name) : ready(domain.get(), this::done));
    }

    /** As {@link #keys}; none when there is no master key. */
    public Uni<DirectoryOutcome<DomainKeys>> published(String name) {
        return factory.isPresent()
                ? keys(name)
                : ours(name)
                        .flatMap(domain ->
                                domain.isEmpty()
                                        ? unknown(name)
                                        : done(new DomainKeys(domain.get(), 0, List.of())));
    }

    /** Makes the next keys of a domain of ours; they sign when their record has got about. */
    public Uni<DirectoryOutcome<DomainKeys>> rotate(String name) {
        return ours(name)
                .flatMap(domain ->
                        domain.isEmpty()
                                ? unknown(name)
                                : ready(domain.get(), keys -> rotate(keys)));
    }

    /**
     * The keys that sign for mail from a domain.
     *
     * <p>Fails with {@link MasterKey.CannotOpen} when they were sealed under another master key.
     *
     * @param name folded
     */
    public Uni<Signing> signing(String name) {
        return nearest(name)
                .flatMap(domain ->
                        domain.isEmpty() || master.isEmpty()
                                ? Uni.createFrom().item(new Signing(domain.orElse(""), List.of()))
                                : made(new DomainName(domain.get()))
                                        .map(keys -> opened(keys, master.get())));
    }

    /** Removes the keys of a domain that is ours no more. */
    public Uni<Void> forget(String name) {
        String folded = AddressKey.domainKey(name).orElse(name);
        return ours(folded)
                .flatMap(domain ->
                        domain.isPresent()
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom().completionStage(() -> store.remove(folded)));
    }

    private Signing opened(DomainKeys keys, MasterKey key) {
        return new Signing(
                keys.domain(),
                keys.signing(now()).stream()
                        .map(each ->
                                new Opened(each, key.open(each.secret(), each.name().dnsName())))
                        .toList());
    }

    private Uni<DirectoryOutcome<DomainKeys>> ready(
            String domain, Function<DomainKeys, Uni<DirectoryOutcome<DomainKeys>>> then) {
        if (factory.isEmpty()) {
            return refused(
                    Reason.BUSY,
                    "Domains have no keys: there is no master key to keep them under.",
                    "Name a file with a secret of at least 16 characters in"
                            + " posthorn.master-key-file, the same for all pods, and start again.");
        }
        return made(new DomainName(domain))
                .flatMap(then::apply)
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(
                        DirectoryOutcome.refused(
                                Reason.BUSY,
                                "Too many keys are being made.",
                                "Try again in a few seconds."));
    }

    private Uni<DirectoryOutcome<DomainKeys>> rotate(DomainKeys keys) {
        long now = now();
        if (keys.rotates(now)) {
            return refused(
                    Reason.CONFLICT,
                    "The domain " + keys.domain() + " has new keys already that do not sign yet.",
                    "Publish their records: posthorn domain dns " + keys.domain() + ".");
        }
        long signsFrom = now + times.publishFor().toMillis();
        long gone = signsFrom + times.retireFor().toMillis();
        return make(new DomainName(keys.domain()), keys.keys(), now, signsFrom)
                .map(fresh -> keys.rotated(fresh, now, signsFrom, gone))
                .flatMap(next ->
                        Uni.createFrom()
                                .completionStage(() -> store.replace(next))
                                .flatMap(written ->
                                        written
                                                ? done(next)
                                                : refused(
                                                        Reason.CONFLICT,
                                                        "The keys of "
                                                                + keys.domain()
                                                                + " were changed at the same time.",
                                                        "Look at them and try again.")));
    }

    /** What stands in the store, or what is made now: the first keys of a domain sign at once. */
    private Uni<DomainKeys> made(DomainName domain) {
        return stored(domain)
                .flatMap(found -> found.isPresent() ? withoutGone(found.get()) : first(domain));
    }

    private Uni<Optional<DomainKeys>> stored(DomainName domain) {
        return Uni.createFrom().completionStage(() -> store.find(domain.name()));
    }

    /** Secrets that nobody needs are not kept. Whoever was first: nothing is lost. */
    private Uni<DomainKeys> withoutGone(DomainKeys keys) {
        DomainKeys kept = keys.withoutGone(now());
        return kept.equals(keys)
                ? Uni.createFrom().item(keys)
                : Uni.createFrom().completionStage(() -> store.replace(kept)).replaceWith(kept);
    }

    /** Whoever looks while they are made waits for the same ones. */
    private Uni<DomainKeys> first(DomainName domain) {
        return underWay.computeIfAbsent(
                domain.name(),
                name ->
                        makeFirst(domain)
                                .onTermination()
                                .invoke(() -> underWay.remove(name))
                                .memoize()
                                .indefinitely());
    }

    private Uni<DomainKeys> makeFirst(DomainName domain) {
        long now = now();
        return make(domain, List.of(), now, now)
                .map(keys -> new DomainKeys(domain.name(), 1, keys))
                .flatMap(keys ->
                        Uni.createFrom()
                                .completionStage(() -> store.add(keys))
                                .flatMap(added ->
                                        added
                                                ? Uni.createFrom().item(keys)
                                                : stored(domain).map(Optional::orElseThrow)));
    }

    private Uni<List<DomainKey>> make(
            DomainName domain, List<DomainKey> others, long now, long signsFrom) {
        KeyFactory makes = factory.orElseThrow();
        return Uni.createFrom()
                .item(() -> makes.pair(domain, others, now, signsFrom))
                .runSubscriptionOn(making);
    }

    private Uni<Optional<String>> ours(String name) {
        Optional<String> folded = AddressKey.domainKey(name);
        return folded.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : Uni.createFrom()
                        .completionStage(() -> directory.find(folded.stream().toList(), List.of()))
                        .map(found -> folded.filter(found.domains()::containsKey));
    }

    private Uni<Optional<String>> nearest(String name) {
        List<String> candidates = new ArrayList<>();
        String rest = name;
        while (rest.contains(".")) {
            candidates.add(rest);
            rest = rest.substring(rest.indexOf('.') + 1);
        }
        candidates.add(rest);
        return Uni.createFrom()
                .completionStage(() -> directory.find(candidates, List.of()))
                .map(found -> candidates.stream().filter(found.domains()::containsKey).findFirst());
    }

    private Uni<DirectoryOutcome<DomainKeys>> done(DomainKeys keys) {
        return Uni.createFrom().item(DirectoryOutcome.done(keys));
    }

    private static Uni<DirectoryOutcome<DomainKeys>> unknown(String name) {
        return refused(
                Reason.UNKNOWN,
                "There is no domain " + name + ".",
                "GET /v1/domains lists those that are there.");
    }

    private static Uni<DirectoryOutcome<DomainKeys>> refused(
            Reason reason, String error, String advice) {
        return Uni.createFrom().item(DirectoryOutcome.refused(reason, error, advice));
    }
}
