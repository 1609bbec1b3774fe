package posthorn.mailbox.account;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.columns.Segment;
import posthorn.mailbox.account.columns.SegmentsNeeded;

/**
 * An account as it is after entry n. An immutable value: any thread may read it, and it shares with
 * its predecessor what did not change.
 *
 * <p>Messages are in segments of which only the heads have to be in memory. What needs more says so
 * ({@link Decision.Needs}, {@link Applied.Needs}); the caller loads it, puts it in with {@link
 * #load}, and asks again.
 */
public final class AccountState {
    /** What is known of the account beside its mailboxes. */
    private final AccountHead head;

    private final NavigableMap<Long, Mailbox> mailboxes;
    private final NavigableMap<String, Long> names;
    private final NavigableSet<String> subscriptions;

    /** Content of segments that the next entry names. */
    private final Map<String, byte[]> held;

    AccountState(
            AccountHead head,
            NavigableMap<Long, Mailbox> mailboxes,
            NavigableMap<String, Long> names,
            NavigableSet<String> subscriptions,
            Map<String, byte[]> held) {
        this.head = head;
        this.mailboxes = mailboxes;
        this.names = names;
        this.subscriptions = subscriptions;
        this.held = held;
    }

    /** The account before its first entry. */
    public static AccountState empty(String account) {
        return of(AccountHead.empty(account), List.of(), List.of());
    }

    /** State from its parts, as a checkpoint keeps them. */
    public static AccountState of(
            AccountHead head, Collection<Mailbox> mailboxes, Collection<String> subscriptions) {
        var byNumber = new TreeMap<Long, Mailbox>();
        var byName = new TreeMap<String, Long>();
        for (var mailbox : mailboxes) {
            byNumber.put(mailbox.head().number(), mailbox);
            byName.put(mailbox.head().name(), mailbox.head().number());
        }
        return new AccountState(head, byNumber, byName, new TreeSet<>(subscriptions), Map.of());
    }

    public String account() {
        return head.account();
    }

    /** Number of the last entry in it; 0: none. */
    public long n() {
        return head.n();
    }

    public AccountHead head() {
        return head;
    }

    /** Mailboxes by number. */
    public Collection<Mailbox> mailboxes() {
        return Collections.unmodifiableCollection(mailboxes.values());
    }

    /** Names of all mailboxes, sorted, with their numbers. */
    public NavigableMap<String, Long> names() {
        return Collections.unmodifiableNavigableMap(names);
    }

    /** Subscribed names, sorted; some may have no mailbox. */
    public NavigableSet<String> subscriptions() {
        return Collections.unmodifiableNavigableSet(subscriptions);
    }

    /** Mailbox with the number; null: there is none. */
    public @Nullable Mailbox mailbox(long number) {
        return mailboxes.get(number);
    }

    /** Mailbox with the name, INBOX without regard to case; null: there is none. */
    public @Nullable Mailbox mailbox(String name) {
        var number = names.get(MailboxName.folded(name));
        return number == null ? null : mailboxes.get(number);
    }

    /** What all messages together take. */
    public QuotaUsage usage() {
        return usage(mailboxes.values());
    }

    static QuotaUsage usage(Collection<Mailbox> mailboxes) {
        var usage = QuotaUsage.NOTHING;
        for (var mailbox : mailboxes) {
            usage = usage.plus(mailbox);
        }
        return usage;
    }

    /**
     * How full it is, when its owner has to be told ({@link Command.WarnOfQuota}); {@link
     * QuotaLevel#LOW}: there is nothing to tell.
     */
    public QuotaLevel warningDue() {
        boolean silent = head.quota().limits().isNone() || head.access() != Access.ACTIVE;
        return silent ? QuotaLevel.LOW : head.quota().due(usage());
    }

    /**
     * The waiting commands as one entry n+1, or as answers that need none. Same state, commands and
     * context: same decision.
     *
     * @param commands with distinct keys, in the order in which they are to happen
     */
    public Decision decide(List<Command> commands, DecisionContext context) {
        return Deciding.decide(this, commands, context);
    }

    /**
     * The state after the entry.
     *
     * @throws IllegalStateException when it is not the next one or does not fit: a defect, or of a
     *     newer release
     */
    public Applied apply(Entry entry) {
        try {
            return new Applied.Next(Applying.apply(this, entry));
        } catch (SegmentsNeeded needed) {
            return new Applied.Needs(needed.names());
        }
    }

    /** The same state with those segments in memory whose content is given by name. */
    public AccountState load(Map<String, byte[]> contents) {
        if (contents.isEmpty()) {
            return this;
        }
        var loaded = map(segment -> segment.load(contents));
        var more = new HashMap<>(held);
        contents.forEach((name, content) -> {
            if (EntrySegment.isName(name)) {
                more.put(name, content);
            }
        });
        return new AccountState(head, loaded.mailboxes, names, subscriptions, more);
    }

    /** Whether a segment of it is to be loaded by one of these names. */
    public boolean names(Set<String> stored) {
        return mailboxes.values().stream()
                .flatMap(mailbox -> mailbox.segments().stream())
                .anyMatch(segment -> segment.head().names().isAny(stored));
    }

    /** The same state with another version of a mailbox. */
    public AccountState with(Mailbox mailbox) {
        var changed = new TreeMap<>(mailboxes);
        changed.put(mailbox.head().number(), mailbox);
        return new AccountState(head, changed, names, subscriptions, held);
    }

    /** The same state with other versions of its segments. */
    public AccountState map(UnaryOperator<Segment> change) {
        var changed = new TreeMap<Long, Mailbox>();
        mailboxes.forEach((number, mailbox) -> changed.put(number, mailbox.map(change)));
        return new AccountState(head, changed, names, subscriptions, held);
    }

    NavigableMap<Long, Mailbox> byNumber() {
        return mailboxes;
    }

    Map<String, byte[]> held() {
        return held;
    }
}
