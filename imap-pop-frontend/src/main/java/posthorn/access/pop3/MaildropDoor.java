package posthorn.access.pop3;

import java.util.function.Supplier;
import posthorn.access.store.AccountView;
import posthorn.access.store.Accounts;
import posthorn.access.store.MailboxHead;
import posthorn.access.store.MessageIndex;
import posthorn.access.store.OpenMailbox;
import posthorn.access.store.Outcome;
import posthorn.access.store.SignIn;
import posthorn.access.store.StoreCommand;
import posthorn.access.store.StoreUnavailableException;

/** Lets clients in to maildrops, one at a time each. Its calls block; any thread. */
public final class MaildropDoor {
    private final Accounts accounts;
    private final Supplier<String> tokens;

    /**
     * A door.
     *
     * @param tokens names each session, never the same twice and not to be guessed
     */
    public MaildropDoor(Accounts accounts, Supplier<String> tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** Checks the password, locks the maildrop and reads INBOX as it is then. */
    public Admission enter(String login, String password, String clientAddress) {
        try {
            return switch (accounts.signIn(login, password, "pop3", clientAddress)) {
                case SignIn.Accepted(AccountView account) -> lock(account);
                case SignIn.Refused(SignIn.Reason reason) ->
                        new Admission.Refused(translate(reason));
            };
        } catch (StoreUnavailableException e) {
            return new Admission.Refused(Admission.Reason.UNAVAILABLE);
        }
    }

    private static Admission.Reason translate(SignIn.Reason reason) {
        return switch (reason) {
            case BAD_CREDENTIALS -> Admission.Reason.BAD_CREDENTIALS;
            case DISABLED -> Admission.Reason.DISABLED;
            case TRY_LATER -> Admission.Reason.TRY_LATER;
        };
    }

    private Admission lock(AccountView account) {
        String token = tokens.get();
        boolean granted = false;
        try {
            Outcome outcome = account.execute(new StoreCommand.LockMaildrop(token));
            if (outcome instanceof Outcome.Refused(Outcome.Refusal reason, String text)) {
                boolean inUse = reason == Outcome.Refusal.IN_USE;
                return new Admission.Refused(
                        inUse ? Admission.Reason.IN_USE : Admission.Reason.UNAVAILABLE);
            }
            Admission admission =
                    new Admission.Granted(new HeldMaildrop(account, token, inbox(account)));
            granted = true;
            return admission;
        } finally {
            if (!granted) {
                account.close();
            }
        }
    }

    private static MessageIndex inbox(AccountView account) {
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
