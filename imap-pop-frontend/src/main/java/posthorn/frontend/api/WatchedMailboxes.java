package posthorn.frontend.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.Change;
import posthorn.protocol.wire.Entry;

/**
 * The mailboxes of one account that are followed: those that sessions of this pod have open, and
 * those of {@link MailboxCache}. Under the lock of its {@link WatchedAccount} only.
 */
final class WatchedMailboxes {
    private final Map<Long, WatchedMailbox> live = new HashMap<>();
    private final MailboxCache kept;

    WatchedMailboxes(MailboxCache kept) {
        this.kept = kept;
    }

    /**
     * The mailbox, to be opened once more; null: it has to be read.
     *
     * @param current whether all entries that are known of were applied
     */
    @Nullable WatchedMailbox again(long number, boolean current) {
        WatchedMailbox mailbox = live.get(number);
        boolean usable = mailbox != null && (mailbox.hasReaders() || current);
        kept.counts().asked(usable);
        if (mailbox == null || !usable) {
            return null;
        }
        kept.forget(mailbox);
        return mailbox;
    }

    /** First UID of which nobody here was told; 0: the mailbox is not followed. */
    long recentFrom(long number) {
        WatchedMailbox mailbox = live.get(number);
        return mailbox == null ? 0 : mailbox.recentFrom();
    }

    /** The mailbox that was read, unless somebody was faster. */
    WatchedMailbox add(MailboxSnapshot read) {
        WatchedMailbox mailbox = live.get(read.index().mailbox());
        if (mailbox == null || !mailbox.hasReaders()) {
            drop(mailbox);
            mailbox = new WatchedMailbox(read.index(), read.n());
            live.put(mailbox.mailbox(), mailbox);
        }
        return mailbox;
    }

    /**
     * A reader has left.
     *
     * @param drop of this mailbox, in case it is not kept any longer
     * @return drops to be run without a lock
     */
    List<Runnable> left(WatchedMailbox mailbox, Runnable drop) {
        boolean unread = !mailbox.hasReaders() && mailbox.equals(live.get(mailbox.mailbox()));
        return unread ? kept.keep(mailbox, drop) : List.of();
    }

    /** Ends to follow a mailbox that nobody has open. */
    void drop(@Nullable WatchedMailbox mailbox) {
        if (mailbox != null && !mailbox.hasReaders()) {
            remove(mailbox);
        }
    }

    /** Ends to follow a mailbox. */
    void remove(WatchedMailbox mailbox) {
        kept.forget(mailbox);
        live.remove(mailbox.mailbox(), mailbox);
    }

    /** Ends to follow those that nobody has open; those that somebody has. */
    List<WatchedMailbox> dropUnread() {
        List.copyOf(live.values()).forEach(this::drop);
        return List.copyOf(live.values());
    }

    boolean areOpen() {
        return live.values().stream().anyMatch(WatchedMailbox::hasReaders);
    }

    /**
     * Those that somebody has open and that got rows which are not in the entry; of the others such
     * ones are not followed any longer.
     */
    List<WatchedMailbox> withSegments(Entry entry) {
        List<WatchedMailbox> found = new ArrayList<>();
        for (Change change : entry.getChangesList()) {
            WatchedMailbox mailbox =
                    change.hasSegmentAdded()
                            ? live.get(change.getSegmentAdded().getMailbox())
                            : null;
            if (mailbox != null && mailbox.n() < entry.getN()) {
                if (mailbox.hasReaders()) {
                    found.add(mailbox);
                } else {
                    remove(mailbox);
                }
            }
        }
        return found;
    }

    /** Applies an entry; those that it changed. */
    List<WatchedMailbox> apply(Entry entry) {
        List<WatchedMailbox> changed = new ArrayList<>();
        for (WatchedMailbox mailbox : List.copyOf(live.values())) {
            if (mailbox.apply(entry)) {
                changed.add(mailbox);
            }
            if (mailbox.gone()) {
                remove(mailbox);
            }
        }
        return changed;
    }
}
