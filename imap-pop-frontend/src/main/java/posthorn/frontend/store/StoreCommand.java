package posthorn.frontend.store;

import java.util.List;
import java.util.OptionalLong;

/** What a session may ask of the store. Names are Unicode, levels separated by {@code /}. */
public sealed interface StoreCommand {

    /** Creates a mailbox, and the parents that are missing (RFC 3501 §6.3.3). */
    record CreateMailbox(String name, String specialUse) implements StoreCommand {}

    /**
     * Renames a mailbox and what is under it. INBOX: its messages move to the new name (RFC 3501
     * §6.3.5).
     */
    record RenameMailbox(String from, String to) implements StoreCommand {}

    /** Deletes a mailbox with its messages. */
    record DeleteMailbox(String name) implements StoreCommand {}

    /** Adds a name to the subscriptions, or takes it away. */
    record Subscribe(String name, boolean subscribed) implements StoreCommand {}

    /**
     * Changes flags. {@link StoreResult.Done#affected} tells which messages changed, {@link
     * StoreResult.Done#modified} which were left alone because their mod-sequence is higher than
     * {@code unchangedSince} (RFC 7162 §3.1.3).
     */
    record StoreFlags(
            long mailbox,
            UidSet uids,
            FlagMode mode,
            List<String> flags,
            OptionalLong unchangedSince)
            implements StoreCommand {}

    /** How flags change. */
    enum FlagMode {
        REPLACE,
        ADD,
        REMOVE
    }

    /**
     * Removes what is {@code \Deleted}: of the whole mailbox when {@code uids} is empty, else only
     * of these.
     */
    record Expunge(long mailbox, UidSet uids) implements StoreCommand {}

    /** Copies messages, or moves them in one step (RFC 6851). */
    record CopyMessages(long mailbox, UidSet uids, String target, boolean move)
            implements StoreCommand {}

    /**
     * Takes what is {@code \Recent}: {@link StoreResult.Done#recentFrom} says from which UID on it
     * is the asker's.
     */
    record TakeRecent(long mailbox) implements StoreCommand {}

    /** Locks the maildrop for the session named by the token, or renews its lock (POP3). */
    record LockMaildrop(String token) implements StoreCommand {}

    /** Gives the maildrop back (POP3). */
    record UnlockMaildrop(String token) implements StoreCommand {}

    /** Removes messages of INBOX and unlocks, only if the token holds the lock (POP3 QUIT). */
    record EmptyMaildrop(String token, UidSet uids) implements StoreCommand {}
}
