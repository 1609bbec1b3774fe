package posthorn.pop3;

import java.util.Optional;
import java.util.function.Supplier;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;

/** Opens maildrops, each for one session at a time (RFC 1939 §4). Its calls block; any thread. */
public final class Maildrops {
    private final Accounts accounts;
    private final Supplier<String> tokens;

    /**
     * Maildrops of these accounts.
     *
     * @param tokens names each session, never the same twice and not to be guessed
     */
    public Maildrops(Accounts accounts, Supplier<String> tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /**
     * What SCRAM says to a client before it proves that it knows a password.
     *
     * @param login as typed
     * @return empty: nobody can be asked now
     */
    public Optional<ScramChallenge> beginScram(String login) {
        try {
            return Optional.of(accounts.beginScram(login));
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks what is shown, locks the maildrop and reads INBOX as it is then.
     *
     * @param closed called at most once, on any thread, when the account is disabled or deleted
     *     while the maildrop is locked
     */
    public LockResult open(SignInAttempt attempt, Runnable closed) {
        try {
            return switch (accounts.signIn(attempt)) {
                case AuthenticationResult.Accepted accepted -> lock(accepted, closed);
                case AuthenticationResult.Refused(SignInRefusal why) -> new LockResult.Refused(why);
                case AuthenticationResult.TooManySessions _ ->
                        new LockResult.NotOpened(LockResult.Reason.TOO_MANY_SESSIONS);
            };
        } catch (StoreUnavailableException e) {
            return new LockResult.NotOpened(LockResult.Reason.UNAVAILABLE);
        }
    }

    private LockResult lock(AuthenticationResult.Accepted accepted, Runnable closed) {
        AccountSession account = accepted.account();
        String token = tokens.get();
        boolean granted = false;
        boolean locked = false;
        try {
            StoreResult outcome = account.execute(new StoreCommand.LockMaildrop(token));
            if (outcome instanceof StoreResult.Refused(StoreResult.Reason reason, String text)) {
                boolean inUse = reason == StoreResult.Reason.IN_USE;
                return new LockResult.NotOpened(
                        inUse ? LockResult.Reason.IN_USE : LockResult.Reason.UNAVAILABLE);
            }
            locked = true;
            account.onClosed(closed);
            LockResult result =
                    new LockResult.Granted(
                            new LockedMaildrop(account, token, inbox(account)),
                            accepted.serverSignature());
            granted = true;
            return result;
        } finally {
            if (locked && !granted) {
                new LockedMaildrop(account, token, MessageIndex.EMPTY).release();
            } else if (!granted) {
                account.close();
            }
        }
    }

    private static MessageIndex inbox(AccountSession account) {
        for (MailboxHead head : account.list().mailboxes()) {
            if (head.name().equals("INBOX")) {
                try (OpenMailbox open = account.open(head.mailbox(), () -> {})) {
                    if (open != null) {
                        return open.current();
                    }
                }
            }
        }
        throw new StoreUnavailableException("there is no INBOX");
    }
}
