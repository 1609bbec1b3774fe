package posthorn.mailbox.account;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done to an account. A command is turned into changes of one {@link Entry}, or
 * into a refusal, by {@link AccountState#decide}.
 *
 * <p>Mailboxes are named as IMAP names them, "/" between the levels, INBOX without regard to case
 * (RFC 3501 §5.1); commands about messages use the number of the mailbox, which outlives a rename.
 */
public sealed interface Command {
    /**
     * Id of the call or delivery, unique in the account. It stands in the entry; a command that
     * comes again under its key is answered as it was the first time, as long as the history is
     * kept. Empty: the caller never asks twice.
     */
    String key();

    /** The message that it adds; null: it adds none, or copies of what is there. */
    default @Nullable NewMessage message() {
        return null;
    }

    /** CREATE, RFC 3501 §6.3.3 and RFC 6154 §3. Parents that are missing are created too. */
    record CreateMailbox(String key, String name, String specialUse) implements Command {}

    /** RENAME, RFC 3501 §6.3.5. Children follow; of INBOX, its messages move to the new name. */
    record RenameMailbox(String key, String from, String to) implements Command {}

    /**
     * Gives each mailbox with a lower UIDVALIDITY than this another one; see {@link Renumbering}.
     *
     * @param from 0: what the limits say
     */
    record Renumber(String key, long from) implements Command {}

    /** DELETE, RFC 3501 §6.3.4. */
    record DeleteMailbox(String key, String name) implements Command {}

    /** SUBSCRIBE and UNSUBSCRIBE, RFC 3501 §6.3.6 and §6.3.7. */
    record Subscribe(String key, String name, boolean subscribed) implements Command {}

    /**
     * STORE, RFC 3501 §6.4.6.
     *
     * @param unchangedSince RFC 7162 §3.1.3; empty: no condition
     */
    record StoreFlags(
            String key,
            long mailbox,
            UidSet uids,
            FlagMode mode,
            List<String> flags,
            OptionalLong unchangedSince)
            implements Command {
        public StoreFlags {
            flags = List.copyOf(flags);
        }
    }

    /**
     * EXPUNGE and UID EXPUNGE (RFC 4315 §2.1): removes what is \Deleted.
     *
     * @param uids empty: all
     */
    record Expunge(String key, long mailbox, UidSet uids) implements Command {}

    /**
     * COPY and MOVE, RFC 3501 §6.4.7 and RFC 6851.
     *
     * @param target name of the mailbox
     * @param move remove the originals in the same entry
     */
    record CopyMessages(String key, long mailbox, UidSet uids, String target, boolean move)
            implements Command {}

    /** Takes the \Recent mark of all messages of the mailbox for the asker (RFC 3501 §2.3.2). */
    record TakeRecent(String key, long mailbox) implements Command {}

    /**
     * Locks INBOX for a POP3 session, renews a lock that the token holds, or takes over one that
     * has been standing still, see {@link DecisionContext#standing}.
     */
    record LockMaildrop(String key, String token) implements Command {}

    /** Ends the lock that the token holds. */
    record UnlockMaildrop(String key, String token) implements Command {}

    /**
     * QUIT of POP3: removes messages of INBOX, \Deleted or not, and unlocks; only if the token
     * holds the lock.
     */
    record EmptyMaildrop(String key, String token, UidSet uids) implements Command {}

    /** APPEND, RFC 3501 §6.3.11. */
    record Append(String key, String mailbox, NewMessage message) implements Command {}

    /**
     * Delivery of a message to INBOX or where a filter put it, exactly once per key.
     *
     * @param mailbox name; when there is no such mailbox, INBOX
     * @param specialUse RFC 6154 attribute without its backslash: where a mailbox has it, the
     *     message goes there and {@code mailbox} does not count; empty: none is wanted
     * @param firstAttempt milliseconds since 1970: when this delivery was first tried; 0: now
     */
    record Deliver(
            String key, String mailbox, String specialUse, NewMessage message, long firstAttempt)
            implements Command {
        /** Into a mailbox by its name. */
        public Deliver(String key, String mailbox, NewMessage message, long firstAttempt) {
            this(key, mailbox, "", message, firstAttempt);
        }
    }

    /**
     * Entry 1 of the log: the account with its mailboxes.
     *
     * @param quota limits of its domain
     * @param generation of those limits
     */
    record CreateAccount(String key, QuotaLimits quota, long generation) implements Command {
        /** With limits that any others of its domain replace. */
        public CreateAccount(String key, QuotaLimits quota) {
            this(key, quota, 0);
        }
    }

    /**
     * Lets in, disables or closes the account, or says that the password is another one.
     *
     * @param generation of the access: sessions with a lower one have to end
     */
    record SetAccess(String key, Access access, long generation) implements Command {}

    /**
     * Limits what this account holds.
     *
     * @param own empty: the limits of its domain count
     */
    record SetQuota(String key, Optional<QuotaLimits> own) implements Command {
        /** To limits of its own. */
        public SetQuota(String key, QuotaLimits own) {
            this(key, Optional.of(own));
        }
    }

    /**
     * Tells the account of other limits of its domain.
     *
     * @param generation of the limits: when the account knows these or later ones, nothing happens
     */
    record InheritQuota(String key, QuotaLimits limits, long generation) implements Command {}

    /**
     * Puts a message that tells the owner how full the account is into INBOX, whatever the quota;
     * when that is not, or no longer, what the owner has to be told, nothing happens.
     *
     * @param level that the message tells of
     */
    record WarnOfQuota(String key, QuotaLevel level, NewMessage message) implements Command {}

    /** Appends an entry without changes, so that the log reaches a number (the sweep needs it). */
    record Advance(String key) implements Command {}
}
