package posthorn.pop3;

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
     * Checks the password, locks the maildrop and reads INBOX as it is then.
     *
     * @param closed called at most once, on any thread, when the account is disabled or deleted
     *     while the maildrop is locked
     */
    public LockResult open(String login, String password, String clientAddress, Runnable closed) {
        try {
            return switch (accounts.signIn(login, password, "pop3", clientAddress)) {
                case AuthenticationResult.Accepted(AccountSession account) -> lock(account, closed);
                case AuthenticationResult.Refused(AuthenticationResult.Reason reason) ->
                        new LockResult.Refused(translate(reason));
            };
        } catch (StoreUnavailableException e) {
            return new LockResult.Refused(LockResult.Reason.UNAVAILABLE);
        }
    }

    private static LockResult.Reason translate(AuthenticationResult.Reason reason) {
        return switch (reason) {
            case BAD_CREDENTIALS -> LockResult.Reason.BAD_CREDENTIALS;
            case DISABLED -> LockResult.Reason.DISABLED;
            case TRY_LATER -> LockResult.Reason.TRY_LATER;
            case TOO_MANY_SESSIONS -> LockResult.Reason.TOO_MANY_SESSIONS;
        };
    }

    private LockResult lock(AccountSession account, Runnable closed) {
        String token = tokens.get();
        boolean granted = false;
        boolean locked = false;
        try {
            StoreResult outcome = account.execute(new StoreCommand.LockMaildrop(token));
            if (outcome instanceof StoreResult.Refused(StoreResult.Reason reason, String text)) {
                boolean inUse = reason == StoreResult.Reason.IN_USE;
                return new LockResult.Refused(
                        inUse ? LockResult.Reason.IN_USE : LockResult.Reason.UNAVAILABLE);
            }
            locked = true;
            account.onClosed(closed);
            LockResult result =
                    new LockResult.Granted(new LockedMaildrop(account, token, inbox(account)));
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
