package posthorn.mailbox.account.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import posthorn.mailbox.account.Access;
import posthorn.mailbox.account.AccountHead;
import posthorn.mailbox.account.AccountQuota;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.FlagTable;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.MailboxHead;
import posthorn.mailbox.account.MaildropLock;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.Vanished;
import posthorn.mailbox.account.columns.Packer;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.account.columns.SegmentCodec;
import posthorn.mailbox.account.columns.SegmentHead;
import posthorn.mailbox.account.columns.SegmentNames;
import posthorn.mailbox.account.columns.Unpacker;

/**
 * The root of a checkpoint as octets: heads of account, mailboxes and segments; the segments
 * themselves by name.
 */
public final class StateCodec {
    private static final int FORMAT = 1;

    private StateCodec() {}

    /** Octets of a state all of whose segments are stored. */
    public static byte[] encode(AccountState state) {
        var head = state.head();
        var out = new Packer().number(FORMAT).text(head.account()).number(head.n());
        out.signed(head.at()).number(head.modSeq()).number(head.uidValidity());
        out.number(head.lastMailbox())
                .text(head.access().name())
                .number(head.quota().limits().octets());
        out.text(head.maildrop().token()).number(head.maildrop().renewal());
        out.number(state.subscriptions().size());
        state.subscriptions().forEach(out::text);
        out.number(state.mailboxes().size());
        state.mailboxes().forEach(mailbox -> encode(out, mailbox));
        // Behind all else: releases that do not know it read up to here.
        out.number(head.accessGeneration());
        encode(out, head.quota());
        return out.toBytes();
    }

    /** The state of which only the heads are in memory. */
    public static AccountState decode(byte[] content) {
        var in = new Unpacker(content);
        long format = in.number();
        if (format != FORMAT) {
            throw new IllegalStateException("Checkpoint of format " + format);
        }
        var head =
                new AccountHead(
                        in.text(),
                        in.number(),
                        in.signed(),
                        in.number(),
                        in.number(),
                        in.number(),
                        Access.valueOf(in.text()),
                        0,
                        AccountQuota.inherited(QuotaLimits.octets(in.number())),
                        new MaildropLock(in.text(), in.number()));
        var subscriptions = texts(in);
        var mailboxes = new ArrayList<Mailbox>();
        for (int left = in.count(); left > 0; left--) {
            mailboxes.add(mailbox(in));
        }
        long generation = in.isAtEnd() ? 0 : in.number();
        var quota = in.isAtEnd() ? head.quota() : quota(in);
        return AccountState.of(
                head.accessGeneration(generation).quota(quota), mailboxes, subscriptions);
    }

    private static void encode(Packer out, AccountQuota quota) {
        out.number(quota.own().isPresent() ? 1 : 0);
        quota.own().ifPresent(own -> encode(out, own));
        encode(out, quota.inherited());
        out.number(quota.generation()).number(quota.told().percent());
    }

    private static void encode(Packer out, QuotaLimits limits) {
        out.number(limits.octets()).number(limits.messages());
    }

    private static AccountQuota quota(Unpacker in) {
        Optional<QuotaLimits> own = in.number() == 0 ? Optional.empty() : Optional.of(limits(in));
        return new AccountQuota(own, limits(in), in.number(), QuotaLevel.ofPercent(in.number()));
    }

    private static QuotaLimits limits(Unpacker in) {
        return new QuotaLimits(in.number(), in.number());
    }

    /** Names of all segments of the state that are stored. */
    static Set<String> names(AccountState state) {
        var names = new LinkedHashSet<String>();
        for (var mailbox : state.mailboxes()) {
            for (var segment : mailbox.segments()) {
                names.add(segment.head().names().columns());
                names.add(segment.head().names().flags());
                names.add(segment.head().names().facts());
            }
        }
        names.remove("");
        return names;
    }

    /** Names of the rows of all segments. */
    static List<String> rows(AccountState state) {
        var names = new ArrayList<String>();
        for (var mailbox : state.mailboxes()) {
            mailbox.segments().forEach(segment -> names.add(segment.head().names().columns()));
        }
        return names;
    }

    /** Names of the bodies of stored rows. */
    static List<String> bodies(byte[] rows) {
        var column = SegmentCodec.columns(rows).bodies();
        var names = new ArrayList<String>(column.size());
        for (int i = 0; i < column.size(); i++) {
            names.add(column.get(i));
        }
        return names;
    }

    private static void encode(Packer out, Mailbox mailbox) {
        var head = mailbox.head();
        out.number(head.number()).text(head.name()).number(head.uidValidity());
        out.number(head.uidNext()).number(head.recentFrom()).number(head.highestModSeq());
        out.text(head.specialUse()).number(head.flags().keywords().size());
        head.flags().keywords().forEach(out::text);
        out.number(mailbox.vanished().groups().size());
        for (var group : mailbox.vanished().groups()) {
            out.number(group.modSeq());
            encode(out, group.uids());
        }
        out.number(mailbox.segments().size());
        mailbox.segments().forEach(segment -> encode(out, segment.head()));
    }

    private static void encode(Packer out, UidSet uids) {
        out.number(uids.size());
        long last = 0;
        for (int i = 0; i < uids.size(); i++) {
            out.number(uids.first(i) - last).number(uids.last(i) - uids.first(i));
            last = uids.last(i);
        }
    }

    private static void encode(Packer out, SegmentHead head) {
        if (!head.names().isComplete()) {
            throw new IllegalStateException("A segment is not stored: " + head);
        }
        out.number(head.firstUid()).number(head.lastUid()).number(head.rows());
        out.number(head.messages()).number(head.unseen()).number(head.octets());
        out.number(head.highestModSeq()).text(head.names().columns());
        out.text(head.names().flags()).text(head.names().facts());
    }

    private static Mailbox mailbox(Unpacker in) {
        var head =
                new MailboxHead(
                        in.number(),
                        in.text(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.number(),
                        in.text(),
                        FlagTable.of(texts(in)));
        var groups = new ArrayList<Vanished.Group>();
        for (int left = in.count(); left > 0; left--) {
            groups.add(new Vanished.Group(in.number(), uids(in)));
        }
        var segments = new ArrayList<Segment>();
        for (int left = in.count(); left > 0; left--) {
            segments.add(segment(in));
        }
        return Mailbox.of(head, segments, new Vanished(groups));
    }

    private static Segment segment(Unpacker in) {
        return Segment.stored(
                new SegmentHead(
                        in.number(),
                        in.number(),
                        in.count(),
                        in.count(),
                        in.count(),
                        in.number(),
                        in.number(),
                        new SegmentNames(in.text(), in.text(), in.text())));
    }

    private static UidSet uids(Unpacker in) {
        var ranges = new ArrayList<UidRange>();
        long last = 0;
        for (int left = in.count(); left > 0; left--) {
            long first = last + in.number();
            last = first + in.number();
            ranges.add(new UidRange(first, last));
        }
        return UidSet.of(ranges);
    }

    private static List<String> texts(Unpacker in) {
        var texts = new ArrayList<String>();
        for (int left = in.count(); left > 0; left--) {
            texts.add(in.text());
        }
        return texts;
    }
}
