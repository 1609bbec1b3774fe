package posthorn.frontend.api;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.UidSet;
import posthorn.protocol.wire.AddedMessage;
import posthorn.protocol.wire.Change;
import posthorn.protocol.wire.Entry;
import posthorn.protocol.wire.FlagsChanged;
import posthorn.protocol.wire.FlagsOf;
import posthorn.protocol.wire.MessagesAdded;

/**
 * A mailbox that sessions of this pod have open: one index for all of them, which follows the
 * account's entries. Changed under the lock of its {@link WatchedAccount} only; read by any thread.
 */
final class WatchedMailbox {
    private final long mailbox;
    private final Set<Reader> readers = new CopyOnWriteArraySet<>();
    private volatile MessageIndex index;
    private final AtomicLong recentFrom;
    private volatile boolean gone;
    private long n;

    /** A mailbox as it was at entry {@code n}. */
    WatchedMailbox(MessageIndex index, long n) {
        this.mailbox = index.mailbox();
        this.index = index;
        this.recentFrom = new AtomicLong(index.recentFrom());
        this.n = n;
    }

    long mailbox() {
        return mailbox;
    }

    MessageIndex index() {
        return index;
    }

    /** Number of the last entry that is in the index. */
    long n() {
        return n;
    }

    boolean hasReaders() {
        return !readers.isEmpty();
    }

    Reader reader(Runnable changed, Runnable left) {
        Reader reader = new Reader(changed, left);
        readers.add(reader);
        return reader;
    }

    void tellReaders() {
        readers.forEach(reader -> ClosedListeners.run(reader.changed));
    }

    /** Takes a newer state that was read anew; an older one is passed over. */
    void replace(MessageIndex newer, long at) {
        if (at > n) {
            index = newer;
            taken(newer.recentFrom());
            n = at;
        }
    }

    /** First UID of which no session was told, as far as is known here. */
    long recentFrom() {
        return recentFrom.get();
    }

    /** What is below this UID is \Recent for nobody else; first UID that was before. */
    private long taken(long end) {
        return recentFrom.getAndAccumulate(end, Math::max);
    }

    void delete() {
        gone = true;
    }

    boolean gone() {
        return gone;
    }

    /**
     * Applies the next entry, unless the index holds it already; whether readers are to be told.
     */
    boolean apply(Entry entry) {
        if (entry.getN() <= n) {
            return false;
        }
        boolean changed = false;
        for (Change change : entry.getChangesList()) {
            changed |= apply(change);
        }
        n = entry.getN();
        return changed;
    }

    private boolean apply(Change change) {
        MessageIndex before = index;
        boolean wasGone = gone;
        switch (change.getKindCase()) {
            case MESSAGES_ADDED -> added(change.getMessagesAdded(), change.getModSeq());
            case FLAGS_CHANGED -> changed(change.getFlagsChanged(), change.getModSeq());
            case MESSAGES_EXPUNGED -> {
                if (change.getMessagesExpunged().getMailbox() == mailbox) {
                    UidSet uids = WireCommands.decode(change.getMessagesExpunged().getUidsList());
                    index = index.without(uids, change.getModSeq());
                }
            }
            case RECENT_TAKEN -> {
                if (change.getRecentTaken().getMailbox() == mailbox) {
                    index = index.withRecentFrom(change.getRecentTaken().getBelowUid());
                    taken(change.getRecentTaken().getBelowUid());
                }
            }
            case MAILBOX_DELETED -> gone |= change.getMailboxDeleted().getMailbox() == mailbox;
            // To whoever has it open it is gone: they have to open it anew (RFC 3501 §2.3.1.1).
            case MAILBOX_RENUMBERED ->
                    gone |= change.getMailboxRenumbered().getMailbox() == mailbox;
            case ACCOUNT_CREATED,
                    MAILBOX_CREATED,
                    MAILBOX_RENAMED,
                    SUBSCRIPTION_CHANGED,
                    MAILDROP_LOCKED,
                    MAILDROP_UNLOCKED,
                    ACCESS_CHANGED,
                    QUOTA_CHANGED,
                    SEGMENT_ADDED,
                    KIND_NOT_SET -> {
                // Nothing in the rows; a segment's rows are read anew before the entry is applied.
            }
        }
        return !before.equals(index) || gone != wasGone;
    }

    private void changed(FlagsChanged changed, long modSeq) {
        if (changed.getMailbox() == mailbox) {
            changed.getGroupsList().forEach(group -> flags(group, modSeq));
        }
    }

    private void added(MessagesAdded added, long modSeq) {
        if (added.getMailbox() != mailbox || added.getMessagesCount() == 0) {
            return;
        }
        MessageIndex old = index;
        long next = added.getMessages(added.getMessagesCount() - 1).getUid() + 1;
        var names = old.names();
        for (AddedMessage message : added.getMessagesList()) {
            names = names.with(message.getFlagsList());
        }
        var rows =
                MessageIndex.builder(
                        old.withNumbers(next, modSeq).head(), names.names(), old.names());
        for (AddedMessage message : added.getMessagesList()) {
            rows.row(
                    message.getUid(),
                    names.bits(message.getFlagsList()),
                    modSeq,
                    message.getSize(),
                    message.getInternalDate());
        }
        index = old.plus(rows.build());
    }

    private void flags(FlagsOf group, long modSeq) {
        index =
                index.withFlags(
                        WireCommands.decode(group.getUidsList()), group.getFlagsList(), modSeq);
    }

    /** One session's hold on the mailbox. */
    final class Reader implements OpenMailbox {
        private final Runnable changed;
        private final Runnable left;

        private Reader(Runnable changed, Runnable left) {
            this.changed = changed;
            this.left = left;
        }

        @Override
        public MessageIndex current() {
            return index;
        }

        @Override
        public long recentFrom() {
            return WatchedMailbox.this.recentFrom();
        }

        @Override
        public long takeRecent(long end) {
            return taken(end);
        }

        @Override
        public boolean gone() {
            return gone;
        }

        @Override
        public void close() {
            if (readers.remove(this)) {
                left.run();
            }
        }
    }
}
