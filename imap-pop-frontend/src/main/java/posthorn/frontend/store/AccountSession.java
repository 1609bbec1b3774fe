package posthorn.frontend.store;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One account, as the client that signed in to it sees it. Calls block; they may come from any
 * thread, one at a time, but for {@link #close}, which may come while another one waits. Every call
 * may throw {@link StoreUnavailableException}.
 */
public interface AccountSession extends AutoCloseable {

    /** Id of the account. */
    String id();

    /** The account's own address. */
    String address();

    /**
     * What the client calls itself, where it says so after it has signed in: for its owner's list
     * of sign-ins. Does not wait, and nobody is told when it does not arrive.
     */
    void nameClient(String name);

    /** Mailboxes and subscriptions, now. */
    AccountListing list();

    /**
     * The messages of a mailbox, shared by all who have it open on this pod.
     *
     * @param changed called, on any thread and never after {@link OpenMailbox#close}, each time
     *     after {@link OpenMailbox#current} became another one or {@link OpenMailbox#gone} became
     *     true. Must return at once. Several changes may share a call.
     * @return null when there is no such mailbox
     */
    @org.jspecify.annotations.Nullable
    OpenMailbox open(long mailbox, Runnable changed);

    /**
     * Executes a command. When it returns, the command is durable, and {@link #list} and every open
     * mailbox of this view show what it did.
     */
    StoreResult execute(StoreCommand command);

    /**
     * Begins to add a message: its octets are written next. Nothing is stored before {@link
     * MessageAppend#finish}.
     */
    MessageAppend append(AppendedMessage message);

    /**
     * Facts of messages, in the order of their UIDs; those that are gone are left out.
     *
     * @param receiver called on this thread, as the facts come in; what it throws ends the call
     */
    void facts(long mailbox, UidSet uids, java.util.function.Consumer<MessageFacts> receiver);

    /**
     * Octets of a message. The reading begins here and the waiting in the reader, so that several
     * may be on their way at once.
     *
     * @param body from {@link MessageFacts#body}; empty: the message at mailbox and UID
     * @param offset of the first octet, counted from 0
     * @param length how many; 0: to the end
     */
    BodyReader body(long mailbox, long uid, String body, long offset, long length);

    /**
     * Octets of several messages, on their way together; each as from {@link #body}. They are held
     * until they are read, so each range is a small one.
     *
     * @param ranges at most {@link #TOGETHER}, each of at most {@link #SMALL} octets
     * @return readers in the order of the ranges
     */
    default List<BodyReader> bodies(long mailbox, List<BodyRange> ranges) {
        return ranges.stream()
                .map(range ->
                        body(mailbox, range.uid(), range.body(), range.offset(), range.length()))
                .toList();
    }

    /** Budget of octets that are held for clients, the same for all sessions of this pod. */
    ReadAheadBudget readAheadBudget();

    /** Messages whose octets can be asked for together. */
    int TOGETHER = 64;

    /** Octets of a message that is small enough for that. */
    int SMALL = 64 * 1024;

    /** Octets up to which the store reads a message whole, whatever is wanted of it. */
    int READ_WHOLE = 8 * 1024;

    /**
     * UIDs of the messages that match, of those the store has now.
     *
     * @param wanted asked several times a second while the store searches; false ends the search
     * @throws SearchRefusedException the store does not answer this search, or no longer
     */
    UidSet search(long mailbox, SearchCriterion criterion, BooleanSupplier wanted);

    /**
     * Asks to be told when the account is closed (disabled or deleted) or its password changed. The
     * listener is called at most once, on any thread, within seconds of the change, and before this
     * returns when the account is closed already; it must return at once. A later listener replaces
     * an earlier one.
     */
    void onClosed(Runnable closed);

    /**
     * Ends the session and the reading of every mailbox that it opened. Only the first call has an
     * effect.
     */
    @Override
    void close();

    /** What an account has. */
    record AccountListing(
            List<MailboxHead> mailboxes, List<String> subscriptions, QuotaUsage quota) {}
}
