package posthorn.mailbox.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Change.AddedMessage;
import posthorn.mailbox.account.CommandOutcome.Done;
import posthorn.mailbox.account.CommandOutcome.Refused;
import posthorn.mailbox.account.columns.Segment;

/** Commands about messages: APPEND, delivery, STORE, EXPUNGE, and the \Recent mark. */
final class MessageCommands {
    private MessageCommands() {}

    static CommandOutcome append(Deciding deciding, Command.Append append) {
        var mailbox = deciding.state().mailbox(append.mailbox());
        return mailbox == null
                ? Deciding.noSuchMailbox()
                : add(deciding, mailbox, append.message());
    }

    static CommandOutcome deliver(Deciding deciding, Command.Deliver deliver) {
        long kept = deciding.context().keptSince();
        if (deliver.firstAttempt() != 0 && kept != 0 && deliver.firstAttempt() < kept) {
            return new Refused(
                    RefusalReason.TOO_OLD, "First tried before the kept history: it may be there");
        }
        var mailbox = destination(deciding.state(), deliver);
        return mailbox == null
                ? Deciding.noSuchMailbox()
                : add(deciding, mailbox, deliver.message());
    }

    /** The mailbox of the use that is wanted, else the one of the name, else INBOX. */
    private static @Nullable Mailbox destination(StateBuilder state, Command.Deliver deliver) {
        if (!deliver.specialUse().isEmpty()) {
            for (var mailbox : state.mailboxes().values()) {
                if (mailbox.head().specialUse().equals(deliver.specialUse())) {
                    return mailbox;
                }
            }
        }
        var named = state.mailbox(deliver.mailbox());
        return named == null ? state.mailbox(MailboxName.INBOX) : named;
    }

    private static CommandOutcome add(Deciding deciding, Mailbox mailbox, NewMessage message) {
        var full = QuotaCommands.refused(deciding, message.size(), 1);
        return full == null ? addWhateverTheQuota(deciding, mailbox, message) : full;
    }

    static CommandOutcome addWhateverTheQuota(
            Deciding deciding, Mailbox mailbox, NewMessage message) {
        var head = mailbox.head();
        var flags = kept(message.flags());
        var refused = refusedUids(head, 1);
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
                                ? deciding.context().at()
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
                ? new Refused(RefusalReason.OVER_LIMIT, "The UIDs of the mailbox are used up")
                : null;
    }

    /** Refusal of flags that messages of the mailbox cannot carry; null: they can. */
    static @Nullable Refused refusedFlags(Deciding deciding, FlagTable table, List<String> flags) {
        for (var flag : flags) {
            if (!FlagTable.isFlag(flag)) {
                return new Refused(RefusalReason.BAD_NAME, "This is no flag");
            }
        }
        int limit = Math.min(deciding.limits().keywords(), FlagTable.MAX_KEYWORDS);
        var with = table.with(flags);
        return with.keywords().size() > limit && !with.equals(table)
                ? new Refused(
                        RefusalReason.OVER_LIMIT, "The mailbox has too many different keywords")
                : null;
    }

    private static List<String> kept(List<String> flags) {
        var kept = new ArrayList<>(flags);
        kept.removeIf(FlagTable::isRecent);
        return kept;
    }

    static CommandOutcome store(Deciding deciding, Command.StoreFlags store) {
        var mailbox = deciding.state().mailbox(store.mailbox());
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
        var update = new FlagUpdate(store, table.bits(flags));
        mailbox.forEach(store.uids(), update);
        setFlags(deciding, mailbox, table, update.groups);
        return new Done(
                0,
                0,
                UidSet.EMPTY,
                UidSet.EMPTY,
                update.modified.build(),
                update.affected.build(),
                deciding.modSeq(),
                0);
    }

    /** What a STORE does to each message that it names. */
    private static final class FlagUpdate implements Mailbox.MessageVisitor {
        final Map<Long, UidSet.Builder> groups = new LinkedHashMap<>();
        final UidSet.Builder modified = new UidSet.Builder();
        final UidSet.Builder affected = new UidSet.Builder();
        private final Command.StoreFlags store;
        private final long bits;

        FlagUpdate(Command.StoreFlags store, long bits) {
            this.store = store;
            this.bits = bits;
        }

        @Override
        public void visit(Segment segment, int row) {
            long uid = segment.uid(row);
            long old = segment.flagColumns().flags()[row];
            long now = changed(old, store.mode(), bits);
            if (isNewer(segment.flagColumns().modSeqs()[row], store.unchangedSince())) {
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

    private static void setFlags(
            Deciding deciding, Mailbox mailbox, FlagTable table, Map<Long, UidSet.Builder> groups) {
        if (groups.isEmpty()) {
            return;
        }
        var changed = new ArrayList<Change.FlagsOf>();
        groups.forEach(
                (bits, uids) -> changed.add(new Change.FlagsOf(uids.build(), table.names(bits))));
        long number = mailbox.head().number();
        deciding.make(seq -> new Change.FlagsChanged(seq, number, changed));
    }

    static CommandOutcome expunge(Deciding deciding, Command.Expunge expunge) {
        var mailbox = deciding.state().mailbox(expunge.mailbox());
        if (mailbox == null) {
            return Deciding.noSuchMailbox();
        }
        var uids = new UidSet.Builder();
        mailbox.forEach(
                expunge.uids().isEmpty() ? UidSet.all() : expunge.uids(),
                (segment, row) -> {
                    if ((segment.flagColumns().flags()[row] & FlagTable.DELETED) != 0) {
                        uids.add(segment.uid(row));
                    }
                });
        return remove(deciding, mailbox, uids.build());
    }

    /** Removes messages that are there. */
    static CommandOutcome remove(Deciding deciding, Mailbox mailbox, UidSet uids) {
        if (!uids.isEmpty()) {
            long number = mailbox.head().number();
            deciding.make(seq -> new Change.MessagesExpunged(seq, number, uids));
        }
        return new Done(0, 0, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, uids, deciding.modSeq(), 0);
    }

    static CommandOutcome takeRecent(Deciding deciding, Command.TakeRecent take) {
        var mailbox = deciding.state().mailbox(take.mailbox());
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
