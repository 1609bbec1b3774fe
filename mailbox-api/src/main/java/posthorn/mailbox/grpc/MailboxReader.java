package posthorn.mailbox.grpc;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.FactsCache;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.wire.Shapes;
import posthorn.mailbox.wire.Uids;
import posthorn.protocol.wire.FactsAnswer;
import posthorn.protocol.wire.FactsRequest;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.MailboxHead;
import posthorn.protocol.wire.MessageRows;
import posthorn.protocol.wire.OpenAnswer;

/** States as other services want to see them, segment by segment. */
public final class MailboxReader {

    private final AccountCache accounts;
    private final SegmentReader reads;
    private final FactsCache facts;

    /** Reads these accounts. */
    public MailboxReader(AccountCache accounts, SegmentReader reads, FactsCache facts) {
        this.accounts = accounts;
        this.reads = reads;
        this.facts = facts;
    }

    static ListAnswer list(AccountState state) {
        ListAnswer.Builder answer =
                ListAnswer.newBuilder()
                        .setN(state.n())
                        .addAllSubscriptions(state.subscriptions())
                        .setAccess(Shapes.access(state.head().access()))
                        .setAccessGeneration(state.head().accessGeneration())
                        .setQuota(state.head().quota().limits().octets())
                        .setQuotaMessages(state.head().quota().limits().messages())
                        .setUsed(state.usage().octets());
        state.mailboxes().forEach(mailbox -> answer.addMailboxes(head(mailbox)));
        return answer.build();
    }

    private static MailboxHead head(Mailbox mailbox) {
        return MailboxHead.newBuilder()
                .setMailbox(mailbox.head().number())
                .setName(mailbox.head().name())
                .setUidValidity(mailbox.head().uidValidity())
                .setUidNext(mailbox.head().uidNext())
                .setMessages(mailbox.messages())
                .setUnseen(mailbox.unseen())
                .setRecentFrom(mailbox.head().recentFrom())
                .setHighestModSeq(mailbox.head().highestModSeq())
                .setSpecialUse(mailbox.head().specialUse())
                .setSize(mailbox.octets())
                .build();
    }

    Multi<OpenAnswer> open(AccountState state, long number) {
        Mailbox mailbox = mailbox(state, number);
        OpenAnswer first =
                OpenAnswer.newBuilder()
                        .setN(state.n())
                        .setHead(head(mailbox))
                        .addAllFlagNames(mailbox.head().flags().names())
                        .build();
        Multi<OpenAnswer> rows =
                Multi.createFrom()
                        .iterable(mailbox.segments())
                        .onItem()
                        .transformToUniAndConcatenate(segment ->
                                reads.segment(state, segment, false, MailboxReader::rows));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(first), rows);
    }

    private static OpenAnswer rows(Segment segment) {
        MessageRows.Builder rows = MessageRows.newBuilder();
        for (int row = 0; row < segment.columns().count(); row++) {
            if (!segment.isGone(row)) {
                rows.addUids(segment.uid(row))
                        .addFlags(segment.flagColumns().flags()[row])
                        .addModSeqs(segment.flagColumns().modSeqs()[row])
                        .addSizes(segment.columns().sizes()[row])
                        .addInternalDates(segment.columns().dates()[row]);
            }
        }
        return OpenAnswer.newBuilder().setRows(rows).build();
    }

    Multi<FactsAnswer> facts(AccountState state, FactsRequest request) {
        UidSet uids = Uids.decode(request.getUidsList());
        Mailbox mailbox = state.mailbox(request.getMailbox());
        if (mailbox == null || beyond(mailbox, uids)) {
            return accounts.current(state.account())
                    .onItem()
                    .transformToMulti(now ->
                            new FactsCursor(facts, now, mailbox(now, request.getMailbox()), uids)
                                    .answers());
        }
        return new FactsCursor(facts, state, mailbox, uids).answers();
    }

    /** Whether they name a message that this pod does not know yet. */
    private static boolean beyond(Mailbox mailbox, UidSet uids) {
        return !uids.isEmpty() && uids.last(uids.size() - 1) >= mailbox.head().uidNext();
    }

    /** Names of the bodies of messages, by UID; those that are gone are left out. */
    Uni<Map<Long, String>> bodyNames(String account, long number, UidSet uids) {
        if (uids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return accounts.known(account)
                .flatMap(state -> {
                    Mailbox mailbox = state.mailbox(number);
                    return mailbox == null || beyond(mailbox, uids)
                            ? accounts.current(account)
                                    .flatMap(now -> bodyNames(now, mailbox(now, number), uids))
                            : bodyNames(state, mailbox, uids);
                });
    }

    private Uni<Map<Long, String>> bodyNames(AccountState state, Mailbox mailbox, UidSet uids) {
        return Multi.createFrom()
                .iterable(mailbox.touched(uids))
                .onItem()
                .transformToUniAndConcatenate(segment ->
                        reads.segment(state, segment, false, loaded -> bodyNames(loaded, uids)))
                .collect()
                .in(HashMap::new, Map::putAll);
    }

    private static Map<Long, String> bodyNames(Segment segment, UidSet uids) {
        Map<Long, String> names = new HashMap<>();
        long last = uids.last(uids.size() - 1);
        int count = segment.columns().count();
        int first = segment.firstNotBefore(uids.first(0));
        for (int row = first; row < count && segment.uid(row) <= last; row++) {
            if (!segment.isGone(row) && uids.contains(segment.uid(row))) {
                names.put(segment.uid(row), segment.columns().bodies().get(row));
            }
        }
        return names;
    }

    /** Name of the body of a message. */
    Uni<String> bodyName(String account, long mailbox, long uid) {
        return bodyNames(account, mailbox, UidSet.of(uid))
                .map(names ->
                        Optional.ofNullable(names.get(uid))
                                .orElseThrow(() ->
                                        new NoSuchElementException("there is no message " + uid)));
    }

    private static Mailbox mailbox(AccountState state, long number) {
        @Nullable Mailbox mailbox = state.mailbox(number);
        if (mailbox == null) {
            throw new NoSuchElementException("there is no mailbox " + number);
        }
        return mailbox;
    }
}
