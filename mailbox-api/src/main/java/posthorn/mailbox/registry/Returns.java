package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.expansion.Outcome.Target;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.srs.SenderRewriting;

/**
 * The envelope of mail that is passed on to other hosts: its reverse-path becomes one of ours
 * (SRS), unless it is one already, and what is returned to that goes back to the sender. The secret
 * is made once and kept in the directory, the same for all pods. Safe for all threads.
 */
public final class Returns {

    private static final String SECRET = "srs";
    private static final int SECRET_OCTETS = 32;

    /** Characters of a hash: 48 bits, or somewhat fewer without regard to case. */
    private static final int HASH = 8;

    private final DirectoryStore store;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Duration valid;
    private volatile @Nullable SenderRewriting known;

    /**
     * @param random makes the secret
     * @param valid how long something may be returned
     */
    public Returns(DirectoryStore store, SecureRandom random, InstantSource clock, Duration valid) {
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.valid = valid;
    }

    private Uni<SenderRewriting> rewriting() {
        SenderRewriting made = known;
        return made != null
                ? Uni.createFrom().item(made)
                : Uni.createFrom()
                        .completionStage(() -> store.secret(SECRET, fresh()))
                        .map(secret -> new SenderRewriting(secret, HASH, valid))
                        .invoke(srs -> known = srs);
    }

    private byte[] fresh() {
        byte[] secret = new byte[SECRET_OCTETS];
        random.nextBytes(secret);
        return secret;
    }

    /** The copies of a message that is passed on. */
    Uni<List<Resolution.Passed>> passed(List<Target> targets, String reversePath) {
        Optional<Mailbox> sender = Mailbox.parse(reversePath);
        boolean leaves = targets.stream().anyMatch(Returns::isPassedOn);
        if (sender.isEmpty() || !leaves) {
            return Uni.createFrom().item(copies(targets, Optional.empty(), Optional.empty()));
        }
        String domain = sender.get().domain().folded();
        return Uni.createFrom()
                .completionStage(() -> store.find(Set.of(domain), Set.of()))
                .flatMap(found -> {
                    var ours = found.domains().get(domain);
                    return ours != null && ours.options().gateway().isEmpty()
                            ? Uni.createFrom()
                                    .item(copies(targets, Optional.empty(), Optional.empty()))
                            : rewriting().map(srs -> copies(targets, sender, Optional.of(srs)));
                });
    }

    private static boolean isPassedOn(Target target) {
        return target instanceof Target.Remote remote && !remote.via().isEmpty();
    }

    private List<Resolution.Passed> copies(
            List<Target> targets, Optional<Mailbox> sender, Optional<SenderRewriting> srs) {
        return targets.stream()
                .map(target ->
                        switch (target) {
                            case Target.Local(var account) ->
                                    new Resolution.Passed(
                                            account.address(), account.account(), "", "");
                            case Target.Remote(String address, String via, var _) ->
                                    new Resolution.Passed(
                                            address, "", rewritten(via, sender, srs), via);
                        })
                .toList();
    }

    private String rewritten(String via, Optional<Mailbox> sender, Optional<SenderRewriting> srs) {
        Optional<Domain> forwarder = Mailbox.parse(via).map(Mailbox::domain);
        return sender.isEmpty() || srs.isEmpty() || forwarder.isEmpty()
                ? ""
                : srs.get().forward(sender.get(), forwarder.get(), clock.instant()).encode();
    }

    /** Where something that is returned to an address of a domain of ours goes on to. */
    Uni<Resolution> returned(Mailbox address) {
        return rewriting()
                .map(srs ->
                        srs.reverse(address, clock.instant())
                                .filter(SenderRewriting.Reversal.Returned.class::isInstance)
                                .map(SenderRewriting.Reversal.Returned.class::cast)
                                .<Resolution>map(back ->
                                        new Resolution.Expanded(
                                                List.of(
                                                        new Resolution.Passed(
                                                                back.to().encode(), "", "", "")),
                                                true))
                                .orElseGet(Resolution.UnknownUser::new));
    }
}
