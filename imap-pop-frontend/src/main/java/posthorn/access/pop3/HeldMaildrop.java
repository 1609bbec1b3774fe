package posthorn.access.pop3;

import posthorn.access.store.AccountView;
import posthorn.access.store.BodyReader;
import posthorn.access.store.MessageIndex;
import posthorn.access.store.Outcome;
import posthorn.access.store.ReadAhead;
import posthorn.access.store.StoreCommand;
import posthorn.access.store.StoreUnavailableException;
import posthorn.access.store.UidSet;

/**
 * A maildrop that is locked for one session: held until {@link #remove} or {@link #release}.
 * Somebody has to {@link #renew} it meanwhile, since a lock that nobody renews may be taken over.
 * Calls block; {@code renew} may come from another thread.
 */
public final class HeldMaildrop {
    private final AccountView account;
    private final String token;
    private final MessageIndex inbox;
    private final ReadAhead messages;

    HeldMaildrop(AccountView account, String token, MessageIndex inbox) {
        this.account = account;
        this.token = token;
        this.inbox = inbox;
        this.messages = new ReadAhead(account);
    }

    /** INBOX as it was when the lock was taken. */
    public MessageIndex inbox() {
        return inbox;
    }

    /** Octets of a message of INBOX. For one thread at a time. */
    public BodyReader message(long uid) {
        return messages.message(inbox, uid);
    }

    /** Shows that the session lives; when that fails, the next time may do. */
    public void renew() {
        try {
            account.execute(new StoreCommand.LockMaildrop(token));
        } catch (StoreUnavailableException e) {
            // The lock stands until it was seen unchanged for a while: the next renewal is in time.
        }
    }

    /**
     * Removes the messages and gives the maildrop back, in one step.
     *
     * @return false: nothing was removed, because the lock is not ours any more, or whether it was
     *     is not known
     */
    public boolean remove(UidSet uids) {
        messages.close();
        StoreCommand last =
                uids.isEmpty()
                        ? new StoreCommand.UnlockMaildrop(token)
                        : new StoreCommand.EmptyMaildrop(token, uids);
        try {
            return account.execute(last) instanceof Outcome.Done || uids.isEmpty();
        } catch (StoreUnavailableException e) {
            return uids.isEmpty();
        } finally {
            account.close();
        }
    }

    /** Gives the maildrop back and removes nothing. */
    public void release() {
        remove(UidSet.EMPTY);
    }
}
