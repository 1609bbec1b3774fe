package posthorn.mailbox.registry;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.signin.Delays;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.Verified;
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

    private static final int LONGEST = 1024;

    private final DirectoryStore store;
    private final Passwords passwords;
    private final Delays delays;
    private final Verified verified;

    /** Lets in by what stands in this store. */
    public Authenticator(
            DirectoryStore store, Passwords passwords, Delays delays, Verified verified) {
        this.store = store;
        this.passwords = passwords;
        this.delays = delays;
        this.verified = verified;
    }

    /**
     * Whether the password is the one of the login.
     *
     * @param client address that they come from: failures are counted for it
     */
    public Uni<Verdict> check(String login, String password, String client) {
        Optional<AddressKey> key = AddressKey.parse(login);
        String counted = key.map(AddressKey::toString).orElse(login);
        if (delays.wait(counted, client).isPositive()) {
            return Uni.createFrom().item(new Verdict.TryLater());
        }
        if (key.isEmpty() || password.length() > LONGEST) {
            return nobody(password, counted, client);
        }
        return Uni.createFrom()
                .completionStage(() -> store.addresses(List.of(counted)))
                .flatMap(found ->
                        found.get(counted) instanceof AddressEntry.Account account
                                        && account.takesMail()
                                ? check(account, password, counted, client)
                                : nobody(password, counted, client));
    }

    private Uni<Verdict> check(
            AddressEntry.Account account, String password, String counted, String client) {
        if (verified.knows(password, account.password())) {
            return Uni.createFrom().item(verdict(account, true, password, counted, client));
        }
        return Uni.createFrom()
                .completionStage(() -> passwords.matches(password, account.password()))
                .map(right -> verdict(account, right, password, counted, client))
                .onFailure(Passwords.Busy.class)
                .recoverWithItem(new Verdict.TryLater());
    }

    private Verdict verdict(
            AddressEntry.Account account,
            boolean right,
            String password,
            String counted,
            String client) {
        if (!right) {
            delays.failed(counted, client);
            return new Verdict.BadCredentials();
        }
        delays.succeeded(counted, client);
        verified.remember(password, account.password());
        return account.letsIn() ? new Verdict.Welcome(account) : new Verdict.Disabled();
    }

    private Uni<Verdict> nobody(String password, String counted, String client) {
        String bounded = password.length() > LONGEST ? password.substring(0, LONGEST) : password;
        return Uni.createFrom()
                .completionStage(() -> passwords.matchesNobody(bounded))
                .<Verdict>map(never -> {
                    delays.failed(counted, client);
                    return new Verdict.BadCredentials();
                })
                .onFailure(Passwords.Busy.class)
                .recoverWithItem(new Verdict.TryLater());
    }
}
