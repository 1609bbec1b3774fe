package posthorn.imap.grammar;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An IMAP command without its tag. Mailbox names are Unicode, and INBOX is in capitals however it
 * was written.
 *
 * <p>Families, by the state that allows them (RFC 3501 §3): {@link Authenticated}, {@link
 * Selected}; the others go in any state or before sign-in.
 */
public sealed interface ImapCommand {

    /** A command of a client that has signed in (RFC 3501 §6.3). */
    sealed interface Authenticated extends ImapCommand {}

    /** A command that needs a selected mailbox (RFC 3501 §6.4). */
    sealed interface Selected extends ImapCommand {}

    /** CAPABILITY, RFC 3501 §6.1.1. */
    record Capability() implements ImapCommand {}

    /** NOOP, RFC 3501 §6.1.2. */
    record Noop() implements ImapCommand {}

    /** LOGOUT, RFC 3501 §6.1.3. */
    record Logout() implements ImapCommand {}

    /** ID, RFC 2971 §3.1: what the client says of itself; a value that was NIL is missing. */
    record Id(Map<String, String> fields) implements ImapCommand {}

    /** STARTTLS, RFC 3501 §6.2.1. */
    record StartTls() implements ImapCommand {}

    /**
     * AUTHENTICATE, RFC 3501 §6.2.2, with the initial response of RFC 4959.
     *
     * @param mechanism in capitals
     * @param initial in Base64, or {@code =}; null: none
     */
    record Authenticate(String mechanism, @Nullable String initial) implements ImapCommand {}

    /** LOGIN, RFC 3501 §6.2.3. */
    record Login(String user, String password) implements ImapCommand {

        /** Without the password: it would end in a log. */
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    /** ENABLE, RFC 5161 §3.1; names in capitals. */
    record Enable(List<String> extensions) implements Authenticated {}

    /** SELECT or EXAMINE, RFC 3501 §6.3.1 and §6.3.2, with the parameter of RFC 7162 §3.1.8. */
    record Select(String mailbox, boolean readOnly, boolean condStore) implements Authenticated {}

    /**
     * CREATE, RFC 3501 §6.3.3.
     *
     * @param mailbox as given: a trailing {@code /} says that there will be children
     * @param uses RFC 6154 §3: attributes with their backslash
     */
    record Create(String mailbox, List<String> uses) implements Authenticated {}

    /** DELETE, RFC 3501 §6.3.4. */
    record Delete(String mailbox) implements Authenticated {}

    /** RENAME, RFC 3501 §6.3.5. */
    record Rename(String from, String to) implements Authenticated {}

    /** SUBSCRIBE and UNSUBSCRIBE, RFC 3501 §6.3.6 and §6.3.7. */
    record Subscribe(String mailbox, boolean subscribed) implements Authenticated {}

    /**
     * LIST, RFC 3501 §6.3.8, with what RFC 6154 §2 needs of RFC 5258.
     *
     * @param patterns one, or several in parentheses; as on the wire, since a wildcard may stand
     *     within an encoded run
     * @param select only these
     * @param returned what to tell of each; null: no RETURN was given, the server's choice
     * @param status items of {@code RETURN (STATUS (…))}, RFC 5819
     */
    record ListMailboxes(
            String reference,
            List<String> patterns,
            List<ListSelect> select,
            @Nullable List<ListReturn> returned,
            List<StatusItem> status)
            implements Authenticated {}

    /** Selection options of LIST. */
    enum ListSelect {
        SUBSCRIBED,
        REMOTE,
        RECURSIVEMATCH,
        SPECIAL_USE
    }

    /** Return options of LIST. */
    enum ListReturn {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE
    }

    /**
     * LSUB, RFC 3501 §6.3.9.
     *
     * @param pattern as on the wire
     */
    record ListSubscribed(String reference, String pattern) implements Authenticated {}

    /** NAMESPACE, RFC 2342 §5. */
    record Namespace() implements Authenticated {}

    /** STATUS, RFC 3501 §6.3.10. */
    record Status(String mailbox, List<StatusItem> items) implements Authenticated {}

    /** What STATUS tells. */
    enum StatusItem {
        MESSAGES,
        RECENT,
        UIDNEXT,
        UIDVALIDITY,
        UNSEEN,
        HIGHESTMODSEQ,
        APPENDLIMIT,
        /** RFC 9208 §4.1.4. */
        DELETED,
        /** RFC 9208 §4.1.4. */
        DELETED_STORAGE;

        /** As it stands on the wire. */
        public String word() {
            return name().replace('_', '-');
        }
    }

    /** GETQUOTA, RFC 9208 §4.1.1. */
    record GetQuota(String root) implements Authenticated {}

    /** GETQUOTAROOT, RFC 9208 §4.1.2. */
    record GetQuotaRoot(String mailbox) implements Authenticated {}

    /**
     * SETQUOTA, RFC 9208 §4.1.3.
     *
     * @param limits by resource, in capitals
     */
    record SetQuota(String root, Map<String, Long> limits) implements Authenticated {}

    /**
     * APPEND, RFC 3501 §6.3.11, up to its literal.
     *
     * @param internalDate milliseconds since 1970
     * @param octets of the message that follows
     */
    record Append(String mailbox, List<String> flags, OptionalLong internalDate, long octets)
            implements Authenticated {}

    /** IDLE, RFC 2177. */
    record Idle() implements Authenticated {}

    /** CHECK, RFC 3501 §6.4.1. */
    record Check() implements Selected {}

    /** CLOSE, RFC 3501 §6.4.2. */
    record Close() implements Selected {}

    /** UNSELECT, RFC 3691. */
    record Unselect() implements Selected {}

    /** EXPUNGE, RFC 3501 §6.4.3; UID EXPUNGE, RFC 4315 §2.1, when a set is given. */
    record Expunge(@Nullable SequenceSet uids) implements Selected {}

    /** SEARCH, RFC 3501 §6.4.4. */
    record Search(boolean uid, SearchKey key) implements Selected {}

    /**
     * FETCH, RFC 3501 §6.4.5. Macros are replaced by what they stand for.
     *
     * @param changedSince RFC 7162 §3.1.4.1
     */
    record Fetch(boolean uid, SequenceSet set, List<FetchItem> items, OptionalLong changedSince)
            implements Selected {}

    /**
     * STORE, RFC 3501 §6.4.6.
     *
     * @param flags as written, each once
     * @param unchangedSince RFC 7162 §3.1.3
     */
    record Store(
            boolean uid,
            SequenceSet set,
            StoreMode mode,
            boolean silent,
            List<String> flags,
            OptionalLong unchangedSince)
            implements Selected {}

    /** How STORE changes flags. */
    enum StoreMode {
        REPLACE,
        ADD,
        REMOVE
    }

    /** COPY, RFC 3501 §6.4.7, and MOVE, RFC 6851. */
    record Copy(boolean uid, SequenceSet set, String target, boolean move) implements Selected {}
}
