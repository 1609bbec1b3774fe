package posthorn.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.IndexDifference;
import posthorn.frontend.store.MessageFacts;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.ReadAhead;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.frontend.store.UidSet;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.imap.grammar.SequenceSet;

/**
 * A mailbox as one client knows it. Sequence numbers are positions + 1 in {@link #view}, the index
 * that the client was last told about; it moves only in {@link #sync}, which tells the client what
 * changes.
 */
final class SelectedMailbox implements AutoCloseable {

    private final AccountSession account;
    private final OpenMailbox open;
    private final String name;
    private final boolean readOnly;
    private final ReadAhead messages;
    private MessageIndex view;
    private UidSet recent = UidSet.EMPTY;
    private @Nullable MessageFacts lastFacts;

    SelectedMailbox(AccountSession account, OpenMailbox open, String name, boolean readOnly) {
        this.account = account;
        this.open = open;
        this.name = name;
        this.readOnly = readOnly;
        this.messages = new ReadAhead(account);
        this.view = open.current();
    }

    long id() {
        return view.mailbox();
    }

    String name() {
        return name;
    }

    boolean readOnly() {
        return readOnly;
    }

    /** Whether it was deleted. */
    boolean gone() {
        return open.gone();
    }

    /** What the client knows. */
    MessageIndex view() {
        return view;
    }

    /** The octets of a message that is fetched alone. */
    BodyReader message(long uid) {
        return messages.message(view, uid);
    }

    /** The client has done with fetching. */
    void forgetAhead() {
        messages.forget();
        lastFacts = null;
    }

    /** Facts of a message of which a client takes one piece after the other; null: not known. */
    @Nullable MessageFacts lastFacts(long uid) {
        MessageFacts known = lastFacts;
        return known != null && known.uid() == uid ? known : null;
    }

    void keepFacts(MessageFacts facts) {
        lastFacts = facts;
    }

    /** What the store has. */
    MessageIndex latest() {
        return open.current();
    }

    @SuppressWarnings("ReferenceEquality") // an index is replaced, never changed
    boolean stale() {
        return open.current() != view;
    }

    /** Begins with what the store has now, and takes what is \Recent. */
    void begin() {
        view = open.current();
        long from = takeRecent();
        int size = view.size();
        boolean inStore = size > 0 && view.uid(size - 1) >= view.recentFrom();
        if (inStore && !readOnly) {
            takeFromOtherPods(from);
        }
    }

    /**
     * What is \Recent for this session (RFC 3501 §2.3.2): a session that may write takes it away
     * from all others of this pod, one that may not only sees it. Nothing is written for it.
     *
     * @return first UID that was taken
     */
    private long takeRecent() {
        long end = view.uidNext();
        long from = readOnly ? open.recentFrom() : open.takeRecent(end);
        recent = UidSet.builder().addAll(recent).add(from, end - 1).build();
        return from;
    }

    /** So that what was \Recent here is so nowhere else, once for each session that begins. */
    private void takeFromOtherPods(long from) {
        try {
            if (account.execute(new StoreCommand.TakeRecent(view.mailbox()))
                    instanceof StoreResult.Done done) {
                long first = done.recentFrom() == 0 ? view.uidNext() : done.recentFrom();
                long end = Math.max(open.current().recentFrom(), view.uidNext());
                recent = UidSet.range(Math.max(from, first), end - 1);
            }
        } catch (StoreUnavailableException later) {
            // They stay \Recent for whoever selects the mailbox at another pod: no harm.
        }
    }

    boolean isRecent(long uid) {
        return recent.contains(uid);
    }

    UidSet recent() {
        return view.present(recent);
    }

    /** UIDs of sequence numbers; null: one of them is of no message. */
    @Nullable UidSet uidsOf(SequenceSet numbers) {
        UidSet positions = numbers.resolve(view.size());
        UidSet.Builder uids = UidSet.builder();
        for (int i = 0; i < positions.ranges(); i++) {
            if (positions.last(i) > view.size()) {
                return null;
            }
            for (long n = positions.first(i); n <= positions.last(i); n++) {
                uids.add(view.uid((int) n - 1));
            }
        }
        return uids.build();
    }

    /** UIDs that exist, of a set of UIDs; {@code *} is the highest. */
    UidSet existing(SequenceSet uids) {
        int size = view.size();
        return view.present(uids.resolve(size == 0 ? 0 : view.uid(size - 1)));
    }

    /** Sequence numbers of UIDs that the client knows. */
    UidSet numbersOf(UidSet uids) {
        UidSet.Builder numbers = UidSet.builder();
        uids.forEach(uid -> {
            int position = view.position(uid);
            if (position >= 0) {
                numbers.add(position + 1L);
            }
        });
        return numbers.build();
    }

    /**
     * Tells the client what changed (RFC 3501 §5.2, §7.4.1).
     *
     * @param expunges whether it may be told that messages are gone
     * @param modSeqs whether it knows about mod-sequences (RFC 7162 §3.1)
     * @param known messages whose flags it was told already
     */
    void sync(ResponseWriter out, boolean expunges, boolean modSeqs, UidSet known) {
        if (!stale()) {
            return;
        }
        MessageIndex before = view;
        MessageIndex now = open.current();
        IndexDifference difference = IndexDifference.between(before, now);
        if (expunges) {
            writeExpunged(out, difference.expunged());
        } else if (difference.expunged().length > 0) {
            now = now.keeping(before, difference.expunged());
            difference = IndexDifference.between(before, now);
        }
        view = now;
        if (now.names().names().size() > before.names().names().size()) {
            writeFlags(out);
        }
        if (difference.added() > 0) {
            writeCounts(out);
        }
        for (int position : difference.changed()) {
            writeChanged(out, before, position, modSeqs, known);
        }
    }

    private static void writeExpunged(ResponseWriter out, int[] positions) {
        for (int i = positions.length - 1; i >= 0; i--) {
            out.raw("* ").number(positions[i] + 1L).raw(" EXPUNGE").line();
        }
    }

    private void writeCounts(ResponseWriter out) {
        out.raw("* ").number(view.size()).raw(" EXISTS").line();
        takeRecent();
        writeRecent(out);
    }

    void writeRecent(ResponseWriter out) {
        out.raw("* ").number(view.present(recent).count()).raw(" RECENT").line();
    }

    private void writeChanged(
            ResponseWriter out, MessageIndex before, int position, boolean modSeqs, UidSet known) {
        long uid = view.uid(position);
        int old = before.position(uid);
        boolean flags = old < 0 || before.flags(old) != view.flags(position);
        if ((flags || modSeqs) && !known.contains(uid)) {
            writeFlagsOf(out, position, modSeqs);
        }
    }

    /** {@code * n FETCH (UID u FLAGS (…) MODSEQ (m))}. */
    void writeFlagsOf(ResponseWriter out, int position, boolean modSeqs) {
        long uid = view.uid(position);
        out.raw("* ").number(position + 1L).raw(" FETCH (UID ").number(uid).raw(" FLAGS ");
        Flags.write(out, view.names(), view.flags(position), isRecent(uid));
        if (modSeqs) {
            out.raw(" MODSEQ (").number(view.modSeq(position)).raw(')');
        }
        out.raw(')').line();
    }

    /** FLAGS and PERMANENTFLAGS (RFC 3501 §7.2.6, §7.1). */
    void writeFlags(ResponseWriter out) {
        int count = view.names().names().size();
        long all = count == 64 ? -1 : (1L << count) - 1;
        out.raw("* FLAGS ");
        Flags.write(out, view.names(), all, false);
        out.line().raw("* OK [PERMANENTFLAGS (");
        if (!readOnly) {
            out.raw(String.join(" ", view.names().names()));
            out.raw(count < FlagNames.LIMIT ? " \\*" : "");
        }
        out.raw(")] Flags that stay").line();
    }

    @Override
    public void close() {
        messages.close();
        open.close();
    }
}
