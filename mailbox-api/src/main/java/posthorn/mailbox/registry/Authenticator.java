package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import posthorn.mailbox.budget.ClientNetwork;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.Verified;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.smtp.AddressKey;

/**
 * Lets the owners of accounts in. The login is the account's address, in any case and IDN form.
 * Safe for all threads.
 */
public final class Authenticator {

    /** Whether somebody may come in. */
    public sealed interface Verdict {
        /** They are the owner of this account. */
        record Welcome(AddressEntry.Account account) implements Verdict {}

        /** Wrong password or unknown login: nobody is told which. */
        record BadCredentials() implements Verdict {}

        /** The password is right, the account is disabled. */
        record Disabled() implements Verdict {}

        /** Too many failures, or too many at once. */
        record TryLater() implements Verdict {}
    }

    private static final int LONGEST_PASSWORD = 1024;

    private static final Verdict BAD_CREDENTIALS = new Verdict.BadCredentials();
    private static final Verdict TRY_LATER = new Verdict.TryLater();

    private final DirectoryStore store;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Verified verified;

    /** Lets in by what stands in this store. */
    public Authenticator(
            DirectoryStore store, Passwords passwords, Attempts attempts, Verified verified) {
        this.store = store;
        this.passwords = passwords;
        this.attempts = attempts;
        this.verified = verified;
    }

    /**
     * Whether the password is the one of the login. What can be nobody's login, and a password that
     * is longer than any, is wrong, and nothing is remembered of it.
     *
     * @param client address that they come from: attempts are counted for it, or for its network
     */
    public Uni<Verdict> check(String login, String password, String client) {
        if (!SaslStep.isLogin(login) || password.length() > LONGEST_PASSWORD) {
            return Uni.createFrom().item(BAD_CREDENTIALS);
        }
        Optional<AddressKey> key = AddressKey.parse(login);
        Attempts.Who who =
                new Attempts.Who(
                        key.map(AddressKey::toString).orElse(login), ClientNetwork.of(client));
        return key.isEmpty()
                ? tried(Optional.empty(), password, who)
                : Uni.createFrom()
                        .completionStage(() -> store.addresses(List.of(who.login())))
                        .flatMap(found ->
                                found.get(who.login()) instanceof AddressEntry.Account account
                                                && account.takesMail()
                                        ? check(account, password, who)
                                        : tried(Optional.empty(), password, who));
    }

    private Uni<Verdict> check(AddressEntry.Account account, String password, Attempts.Who who) {
        return verified.knows(password, account.password())
                ? Uni.createFrom().item(welcome(account))
                : tried(Optional.of(account), password, who);
    }

    private static Verdict welcome(AddressEntry.Account account) {
        return account.letsIn() ? new Verdict.Welcome(account) : new Verdict.Disabled();
    }

    private Uni<Verdict> tried(
            Optional<AddressEntry.Account> account, String password, Attempts.Who who) {
        return attempts.attempt(
                who,
                good ->
                        matches(account, password, who, good)
                                .map(right -> ended(account, password, right))
                                .onFailure(Passwords.Busy.class)
                                .recoverWithItem(
                                        new Attempts.Attempt<>(TRY_LATER, Attempts.Ended.UNTRIED)),
                TRY_LATER);
    }

    /** The same work whether there is such an account or not. */
    private Uni<Boolean> matches(
            Optional<AddressEntry.Account> account,
            String password,
            Attempts.Who who,
            boolean good) {
        if (account.isEmpty()) {
            return Uni.createFrom()
                    .completionStage(() -> passwords.matchesNobody(password, who.network()));
        }
        String encoded = account.get().password();
        return verified.knows(password, encoded)
                ? Uni.createFrom().item(true)
                : Uni.createFrom()
                        .completionStage(
                                () -> passwords.matches(password, encoded, who.network(), good));
    }

    private Attempts.Attempt<Verdict> ended(
            Optional<AddressEntry.Account> account, String password, boolean right) {
        if (!right || account.isEmpty()) {
            return new Attempts.Attempt<>(BAD_CREDENTIALS, Attempts.Ended.WRONG);
        }
        verified.remember(password, account.get().password());
        return new Attempts.Attempt<>(welcome(account.get()), Attempts.Ended.RIGHT);
    }
}
