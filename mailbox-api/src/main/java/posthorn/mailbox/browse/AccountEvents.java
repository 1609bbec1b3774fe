package posthorn.mailbox.browse;

import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.Change.AddedMessage;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.Watches;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.content.HeaderView;
import posthorn.mailbox.wire.Shapes;
import posthorn.protocol.mime.EnvelopeStructure;
import posthorn.protocol.wire.FactsCodec;
import posthorn.protocol.wire.MessageFacts;

/**
 * What happens to accounts, for who has a page open. A stream stands on the account's log: each
 * event says after which entry it stands, and who was cut off goes on from there, at any pod. Safe
 * for all threads; nothing waits.
 */
public final class AccountEvents {

    /**
     * What a stream may cost.
     *
     * @param atOnce streams that are open
     * @param atOnceOfAccount of one account
     * @param heartbeat how often something is said when nothing happens, so that the connection is
     *     not taken for dead
     * @param longest how long a stream stands: whoever still may goes on with another one
     */
    public record Limits(int atOnce, int atOnceOfAccount, Duration heartbeat, Duration longest) {}

    /** What a stream says. */
    public sealed interface Line {
        /**
         * Something happened.
         *
         * @param after entry of the log that it is the last event of; empty: more of that entry
         *     follow
         */
        record Event(MailEvent event, OptionalLong after) implements Line {}

        /** Nothing happened for a while. */
        record Heartbeat() implements Line {}

        /** The stream is over. */
        record End() implements Line {}
    }

    /** Entries that who comes back is told one by one; behind more than these all is read anew. */
    private static final int MOST_MISSED = 1_000;

    /** Messages of one change that are shown, not only named. */
    private static final int MOST_SHOWN = 20;

    private final AccountCache accounts;
    private final Watches watches;
    private final Limits limits;
    private final Permits permits;

    /** Streams of these accounts. */
    public AccountEvents(AccountCache accounts, Watches watches, Limits limits) {
        this.accounts = accounts;
        this.watches = watches;
        this.limits = limits;
        this.permits = new Permits("event streams", limits.atOnce(), limits.atOnceOfAccount());
    }

    /** Streams that are open. */
    public int held() {
        return permits.held();
    }

    /**
     * What happens from now on, or what happened since.
     *
     * @param after entry behind which it begins; empty: now
     * @return ends when its time is up, when the account's owner may not come in any more or has
     *     another password, and behind {@link MailEvent.Resume}; fails with {@link
     *     posthorn.mailbox.budget.Overloaded} when there are too many
     */
    public Multi<Line> of(String account, OptionalLong after) {
        return Multi.createFrom()
                .deferred(() -> {
                    Permits.Permit permit = permits.take(account);
                    return accounts.current(account)
                            .onItem()
                            .transformToMulti(
                                    state -> lines(account, state.n(), after.orElse(state.n())))
                            .onTermination()
                            .invoke(permit::close);
                });
    }

    private Multi<Line> lines(String account, long head, long after) {
        if (after > head || head - after > MOST_MISSED) {
            return Multi.createFrom()
                    .item(new Line.Event(new MailEvent.Resume(), OptionalLong.of(head)));
        }
        Multi<Line> happens =
                watches.watch(account, after)
                        .onItem()
                        .transformToIterable(event -> lines(event, after));
        long beats = Math.max(1, limits.longest().dividedBy(limits.heartbeat()));
        Multi<Line> time =
                Multi.createFrom()
                        .ticks()
                        .startingAfter(limits.heartbeat())
                        .every(limits.heartbeat())
                        .onOverflow()
                        .drop()
                        .map(tick -> tick + 1 < beats ? new Line.Heartbeat() : new Line.End());
        return Multi.createBy()
                .merging()
                .streams(happens.onCompletion().continueWith(new Line.End()), time)
                .select()
                .first(line -> !(line instanceof Line.End));
    }

    private static List<Line> lines(Watches.Event event, long after) {
        return switch (event) {
            case Watches.Event.Head(long n) ->
                    List.of(
                            new Line.Event(
                                    new MailEvent.Ready(Math.min(n, after)),
                                    OptionalLong.of(Math.min(n, after))));
            case Watches.Event.Next(Entry entry) -> lines(entry);
            case Watches.Event.Resume() ->
                    List.of(
                            new Line.Event(new MailEvent.Resume(), OptionalLong.empty()),
                            new Line.End());
        };
    }

    private static List<Line> lines(Entry entry) {
        List<Line> lines = new ArrayList<>();
        boolean over = false;
        for (Change change : entry.changes()) {
            events(change).forEach(event -> lines.add(new Line.Event(event, OptionalLong.empty())));
            over |= change instanceof Change.AccessChanged;
        }
        if (!lines.isEmpty() && lines.getLast() instanceof Line.Event last) {
            lines.set(lines.size() - 1, new Line.Event(last.event(), OptionalLong.of(entry.n())));
        }
        if (over) {
            lines.add(new Line.End());
        }
        return lines;
    }

    private static List<MailEvent> events(Change change) {
        return switch (change) {
            case Change.MailboxCreated made -> List.of(mailboxes(made.mailbox()));
            case Change.MailboxRenamed renamed -> List.of(mailboxes(renamed.mailbox()));
            case Change.MailboxRenumbered renumbered -> List.of(mailboxes(renumbered.mailbox()));
            case Change.MailboxDeleted deleted -> List.of(mailboxes(deleted.mailbox()));
            case Change.SubscriptionChanged _ -> List.of(new MailEvent.Mailboxes(null));
            case Change.MessagesAdded added -> List.of(arrived(added));
            case Change.SegmentAdded added ->
                    List.of(new MailEvent.Arrived(Long.toString(added.mailbox()), "", List.of()));
            case Change.FlagsChanged flags ->
                    flags.groups().stream()
                            .<MailEvent>map(group ->
                                    new MailEvent.Flagged(
                                            Long.toString(flags.mailbox()),
                                            group.uids().toString(),
                                            group.flags()))
                            .toList();
            case Change.MessagesExpunged gone ->
                    List.of(
                            new MailEvent.Expunged(
                                    Long.toString(gone.mailbox()), gone.uids().toString()));
            case Change.AccountCreated _,
                    Change.RecentTaken _,
                    Change.MaildropLocked _,
                    Change.MaildropUnlocked _,
                    Change.AccessChanged _,
                    Change.QuotaChanged _ ->
                    List.of();
        };
    }

    private static MailEvent mailboxes(long number) {
        return new MailEvent.Mailboxes(Long.toString(number));
    }

    private static MailEvent arrived(Change.MessagesAdded added) {
        UidSet.Builder uids = new UidSet.Builder();
        added.messages().forEach(message -> uids.add(message.uid()));
        List<MailEvent.NewMessage> shown =
                added.messages().size() > MOST_SHOWN
                        ? List.of()
                        : added.messages().stream().map(AccountEvents::shown).toList();
        return new MailEvent.Arrived(
                Long.toString(added.mailbox()), uids.build().toString(), shown);
    }

    private static MailEvent.NewMessage shown(AddedMessage added) {
        MessageFacts facts = Shapes.facts(added.facts());
        EnvelopeStructure envelope = FactsCodec.envelope(facts.getEnvelope());
        return new MailEvent.NewMessage(
                added.uid(),
                added.flags(),
                HeaderView.people(envelope.from(), MessageSummary.MOST_PEOPLE),
                HeaderView.subject(envelope),
                Instant.ofEpochMilli(added.internalDate()),
                added.size(),
                facts.getPreview());
    }
}
