package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AppPassword;
import posthorn.mailbox.registry.AccessChanges.Decision;
import posthorn.mailbox.registry.DirectoryOutcome.Reason;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.RandomSecret;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.wire.MessageIds;

/** The app passwords of accounts. Safe for all threads. */
public final class AppPasswords {

    private static final int MOST = 50;
    private static final int LONGEST_NAME = 100;
    private static final int ID = 8;

    private final AccessChanges changes;
    private final Passwords passwords;
    private final ScramSalts salts;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param random cryptographically strong
     */
    public AppPasswords(
            AccessChanges changes,
            Passwords passwords,
            ScramSalts salts,
            InstantSource clock,
            RandomGenerator random) {
        this.changes = changes;
        this.passwords = passwords;
        this.salts = salts;
        this.clock = clock;
        this.random = random;
    }

    /**
     * One that was made.
     *
     * @param shown the password itself: this once, and never again
     */
    public record Made(AppPassword password, String shown) {
        @Override
        public String toString() {
            return "Made[" + password.id() + "]";
        }
    }

    /** Those that the owner has made, the oldest first. */
    public Uni<List<AppPassword>> of(AddressEntry.Account account) {
        return changes.of(account.account())
                .map(access ->
                        access.appPasswords().stream().filter(AppPassword::isOwners).toList());
    }

    /**
     * Makes one.
     *
     * @param name what the owner calls it, 1 to 100 characters
     * @param protocols where it is good, at least one
     */
    public Uni<DirectoryOutcome<Made>> make(
            AddressEntry.Account account, String name, Set<SignInProtocol> protocols) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return invalid(
                    "The app password has no name, or one longer than "
                            + LONGEST_NAME
                            + " characters.",
                    "Give one such as Thunderbird on my laptop.");
        }
        if (protocols.isEmpty() || protocols.contains(SignInProtocol.PAGES)) {
            return invalid(
                    "An app password is for one or more of imap, pop3 and smtp.",
                    "Name those that the program uses.");
        }
        return add(account, name.strip(), protocols, 0);
    }

    /** Makes one that a program of ours needs for a while, and that the owner does not see. */
    public Uni<DirectoryOutcome<Made>> makeTemporary(
            AddressEntry.Account account, Set<SignInProtocol> protocols, Duration lifetime) {
        return add(account, "temporary", protocols, clock.millis() + lifetime.toMillis());
    }

    private static <T> Uni<DirectoryOutcome<T>> invalid(String error, String advice) {
        return Uni.createFrom().item(DirectoryOutcome.refused(Reason.INVALID, error, advice));
    }

    private Uni<DirectoryOutcome<Made>> add(
            AddressEntry.Account account,
            String name,
            Set<SignInProtocol> protocols,
            long expires) {
        String shown = RandomSecret.next(random);
        return salts.of(account)
                .flatMap(salt ->
                        Uni.createFrom().completionStage(() -> passwords.scram(shown, salt)))
                .map(keys ->
                        new AppPassword(
                                MessageIds.random(random).substring(0, ID),
                                name,
                                protocols,
                                passwords.encodedQuick(shown),
                                keys.encode(),
                                clock.millis(),
                                0,
                                expires))
                .flatMap(made -> changes.change(account.account(), access -> add(access, made)))
                .map(outcome -> shown(outcome, shown))
                .onFailure(Passwords.Busy.class)
                .recoverWithItem(
                        DirectoryOutcome.refused(
                                Reason.BUSY,
                                "Too many passwords wait to be computed.",
                                "Try again in a few seconds."));
    }

    private static DirectoryOutcome<Made> shown(
            DirectoryOutcome<AppPassword> outcome, String shown) {
        return switch (outcome) {
            case DirectoryOutcome.Done<AppPassword>(AppPassword made) ->
                    DirectoryOutcome.done(new Made(made, shown));
            case DirectoryOutcome.Refused<AppPassword>(
                            Reason reason,
                            String error,
                            String advice) ->
                    DirectoryOutcome.refused(reason, error, advice);
        };
    }

    private Decision<AppPassword> add(AccountAccess access, AppPassword made) {
        List<AppPassword> kept = good(access);
        if (kept.size() >= MOST) {
            return Decision.refuse(
                    Reason.CONFLICT,
                    "There are " + MOST + " app passwords already.",
                    "Revoke one that is not used any more.");
        }
        kept.add(made);
        return Decision.write(access.withAppPasswords(kept), made);
    }

    /** Those that are still good for something: what has expired goes with the next change. */
    private List<AppPassword> good(AccountAccess access) {
        List<AppPassword> kept = new ArrayList<>(access.appPasswords());
        kept.removeIf(one -> !one.isGood(clock.millis()));
        return kept;
    }

    /** Revokes one: from now on it opens nothing. */
    public Uni<DirectoryOutcome<AppPassword>> revoke(AddressEntry.Account account, String id) {
        return changes.change(
                account.account(),
                access -> {
                    List<AppPassword> kept = good(access);
                    return kept.removeIf(one -> one.id().equals(id))
                            ? Decision.write(
                                    access.withAppPasswords(kept),
                                    access.appPassword(id).orElseThrow())
                            : Decision.refuse(
                                    Reason.UNKNOWN,
                                    "There is no app password " + id + ".",
                                    "GET app-passwords lists those that are there.");
                });
    }
}
