package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Change.AddedMessage;
import posthorn.mailbox.account.Outcome.Done;
import posthorn.mailbox.account.Outcome.Refused;
import posthorn.mailbox.account.columns.Segment;

/** Commands about messages: APPEND, delivery, STORE, EXPUNGE, and the \Recent mark. */
final class MessageCommands {
    private MessageCommands() {}

    static Outcome append(Deciding deciding, Command.Append append) {
        var mailbox = deciding.working().mailbox(append.mailbox());
        return mailbox == null
                ? Deciding.noSuchMailbox()
                : add(deciding, mailbox, append.message());
    }

    static Outcome deliver(Deciding deciding, Command.Deliver deliver) {
        long kept = deciding.circumstances().keptSince();
        if (deliver.firstAttempt() != 0 && kept != 0 && deliver.firstAttempt() < kept) {
            return new Refused(
                    Refusal.TOO_OLD, "First tried before the kept history: it may be there");
        }
        var mailbox = deciding.working().mailbox(deliver.mailbox());
        if (mailbox == null) {
            mailbox = deciding.working().mailbox(MailboxName.INBOX);
        }
        return mailbox == null
                ? Deciding.noSuchMailbox()
                : add(deciding, mailbox, deliver.message());
    }

    private static Outcome add(Deciding deciding, Mailbox mailbox, NewMessage message) {
        var head = mailbox.head();
        var flags = kept(message.flags());
        Refused refused = deciding.overQuota(message.size());
        if (refused == null) {
            refused = refusedUids(head, 1);
        }
        if (refused == null) {
            refused = refusedFlags(deciding, head.flags(), flags);
        }
        if (refused != null) {
            return refused;
        }
        var added =
                new AddedMessage(
                        head.uidNext(),
                        deciding.body(message.body()),
                        message.size(),
                        message.internalDate() == 0
                                ? deciding.circumstances().at()
                                : message.internalDate(),
                        flags,
                        message.facts(),
                        0,
                        0);
        deciding.make(seq -> new Change.MessagesAdded(seq, head.number(), List.of(added)));
        return new Done(
                head.number(),
                head.uidValidity(),
                UidSet.of(added.uid()),
                UidSet.EMPTY,
                UidSet.EMPTY,
                UidSet.EMPTY,
                deciding.modSeq(),
                0);
    }

    /** Refusal of more messages than the mailbox has UIDs for; null: it has. */
    static @Nullable Refused refusedUids(MailboxHead head, long count) {
        return head.uidNext() + count - 1 > UidRange.MAX_UID
                ? new Refused(Refusal.OVER_LIMIT, "The UIDs of the mailbox are used up")
                : null;
    }

    /** Refusal of flags that messages of the mailbox cannot carry; null: they can. */
    static @Nullable Refused refusedFlags(Deciding deciding, FlagTable table, List<String> flags) {
        for (var flag : flags) {
            if (!FlagTable.isFlag(flag)) {
                return new Refused(Refusal.BAD_NAME, "This is no flag");
            }
        }
        int limit = Math.min(deciding.limits().keywords(), FlagTable.MAX_KEYWORDS);
        var with = table.with(flags);
        return with.keywords().size() > limit && !with.equals(table)
                ? new Refused(Refusal.OVER_LIMIT, "The mailbox has too many different keywords")
                : null;
    }

    private static List<String> kept(List<String> flags) {
        var kept = new ArrayList<>(flags);
        kept.removeIf(FlagTable::isRecent);
        return kept;
    }

    static Outcome store(Deciding deciding, Command.StoreFlags store) {
        var mailbox = deciding.working().mailbox(store.mailbox());
        if (mailbox == null) {
            return Deciding.noSuchMailbox();
        }
        boolean removes = store.mode() == FlagMode.REMOVE;
        var flags = kept(store.flags());
        var refused =
                refusedFlags(
                        deciding, mailbox.head().flags(), removes ? known(mailbox, flags) : flags);
        if (refused != null) {
            return refused;
        }
        // The table that the mailbox will have once the change is made: its bits keep their
        // meaning.
        var table = removes ? mailbox.head().flags() : mailbox.head().flags().with(flags);
        var marking = new Marking(store, table.bits(flags));
        mailbox.forEach(store.uids(), marking);
        mark(deciding, mailbox, table, marking.groups);
        return new Done(
                0,
                0,
                UidSet.EMPTY,
                UidSet.EMPTY,
                marking.modified.build(),
                marking.affected.build(),
                deciding.modSeq(),
                0);
    }

    /** What a STORE does to each message that it names. */
    private static final class Marking implements Mailbox.MessageVisitor {
        final Map<Long, UidSet.Builder> groups = new LinkedHashMap<>();
        final UidSet.Builder modified = new UidSet.Builder();
        final UidSet.Builder affected = new UidSet.Builder();
        private final Command.StoreFlags store;
        private final long bits;

        Marking(Command.StoreFlags store, long bits) {
            this.store = store;
            this.bits = bits;
        }

        @Override
        public void visit(Segment segment, int row) {
            long uid = segment.uid(row);
            long old = segment.marks().flags()[row];
            long now = changed(old, store.mode(), bits);
            if (isNewer(segment.marks().modSeqs()[row], store.unchangedSince())) {
                modified.add(uid);
            } else if (now != old) {
                groups.computeIfAbsent(now, any -> new UidSet.Builder()).add(uid);
                affected.add(uid);
            }
        }
    }

    private static boolean isNewer(long modSeq, OptionalLong condition) {
        return condition.isPresent() && modSeq > condition.getAsLong();
    }

    private static List<String> known(Mailbox mailbox, List<String> flags) {
        var table = mailbox.head().flags();
        var known = new ArrayList<>(flags);
        known.removeIf(flag -> FlagTable.isFlag(flag) && table.bits(List.of(flag)) == 0);
        return known;
    }

    private static long changed(long old, FlagMode mode, long bits) {
        return switch (mode) {
            case REPLACE -> bits;
            case ADD -> old | bits;
            case REMOVE -> old & ~bits;
        };
    }

    private static void mark(
            Deciding deciding, Mailbox mailbox, FlagTable table, Map<Long, UidSet.Builder> groups) {
        if (groups.isEmpty()) {
            return;
        }
        var marked = new ArrayList<Change.FlagsOf>();
        groups.forEach(
                (bits, uids) -> marked.add(new Change.FlagsOf(uids.build(), table.names(bits))));
        long number = mailbox.head().number();
        deciding.make(seq -> new Change.FlagsChanged(seq, number, marked));
    }

    static Outcome expunge(Deciding deciding, Command.Expunge expunge) {
        var mailbox = deciding.working().mailbox(expunge.mailbox());
        if (mailbox == null) {
            return Deciding.noSuchMailbox();
        }
        var uids = new UidSet.Builder();
        mailbox.forEach(
                expunge.uids().isEmpty() ? UidSet.all() : expunge.uids(),
                (segment, row) -> {
                    if ((segment.marks().flags()[row] & FlagTable.DELETED) != 0) {
                        uids.add(segment.uid(row));
                    }
                });
        return remove(deciding, mailbox, uids.build());
    }

    /** Removes messages that are there. */
    static Outcome remove(Deciding deciding, Mailbox mailbox, UidSet uids) {
        if (!uids.isEmpty()) {
            long number = mailbox.head().number();
            deciding.make(seq -> new Change.MessagesExpunged(seq, number, uids));
        }
        return new Done(0, 0, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, uids, deciding.modSeq(), 0);
    }

    static Outcome takeRecent(Deciding deciding, Command.TakeRecent take) {
        var mailbox = deciding.working().mailbox(take.mailbox());
        if (mailbox == null) {
            return Deciding.noSuchMailbox();
        }
        var head = mailbox.head();
        if (head.recentFrom() >= head.uidNext()) {
            return Done.nothing();
        }
        deciding.make(seq -> new Change.RecentTaken(seq, head.number(), head.uidNext()));
        return new Done(
                0,
                0,
                UidSet.EMPTY,
                UidSet.EMPTY,
                UidSet.EMPTY,
                UidSet.EMPTY,
                deciding.modSeq(),
                head.recentFrom());
    }
}
