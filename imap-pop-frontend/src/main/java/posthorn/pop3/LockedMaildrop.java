package posthorn.pop3;

import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.ReadAhead;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.frontend.store.UidSet;

/**
 * A maildrop that is locked for one session: held until {@link #remove} or {@link #release}.
 * Somebody has to {@link #renew} it meanwhile, since a lock that nobody renews may be taken over.
 * Calls block; {@code renew} may come from another thread.
 */
public final class LockedMaildrop {
    private final AccountSession account;
    private final String token;
    private final MessageIndex inbox;
    private final Maildrop drop;
    private final ReadAhead messages;

    LockedMaildrop(AccountSession account, String token, MessageIndex inbox) {
        this.account = account;
        this.token = token;
        this.inbox = inbox;
        this.drop = new Maildrop(inbox);
        this.messages = new ReadAhead(account);
    }

    /** INBOX as it was when the lock was taken. */
    public Maildrop drop() {
        return drop;
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
            return account.execute(last) instanceof StoreResult.Done || uids.isEmpty();
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
