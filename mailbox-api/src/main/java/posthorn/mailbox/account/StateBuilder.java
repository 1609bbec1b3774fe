package posthorn.mailbox.account;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Change.AccessChanged;
import posthorn.mailbox.account.Change.AccountCreated;
import posthorn.mailbox.account.Change.FlagsChanged;
import posthorn.mailbox.account.Change.MailboxCreated;
import posthorn.mailbox.account.Change.MailboxDeleted;
import posthorn.mailbox.account.Change.MailboxRenamed;
import posthorn.mailbox.account.Change.MailboxRenumbered;
import posthorn.mailbox.account.Change.MaildropLocked;
import posthorn.mailbox.account.Change.MaildropUnlocked;
import posthorn.mailbox.account.Change.MessagesAdded;
import posthorn.mailbox.account.Change.MessagesExpunged;
import posthorn.mailbox.account.Change.QuotaChanged;
import posthorn.mailbox.account.Change.RecentTaken;
import posthorn.mailbox.account.Change.SegmentAdded;
import posthorn.mailbox.account.Change.SubscriptionChanged;
import posthorn.mailbox.account.columns.SegmentsNeeded;

/**
 * A state on its way to the next: the one place where a change is applied. Not thread-safe, used
 * once.
 */
final class StateBuilder {
    private final AccountState base;
    private AccountHead head;
    private NavigableMap<Long, Mailbox> mailboxes;
    private @Nullable NavigableMap<String, Long> names;
    private @Nullable TreeSet<String> subscriptions;
    private final Map<String, byte[]> held;

    StateBuilder(AccountState base) {
        this.base = base;
        head = base.head();
        mailboxes = new TreeMap<>(base.byNumber());
        held = new HashMap<>(base.held());
    }

    AccountHead head() {
        return head;
    }

    NavigableMap<Long, Mailbox> mailboxes() {
        return mailboxes;
    }

    NavigableMap<String, Long> names() {
        return names == null ? base.names() : names;
    }

    boolean isSubscribed(String name) {
        return (subscriptions == null ? base.subscriptions() : subscriptions).contains(name);
    }

    int subscriptions() {
        return (subscriptions == null ? base.subscriptions() : subscriptions).size();
    }

    @Nullable Mailbox mailbox(long number) {
        return mailboxes.get(number);
    }

    @Nullable Mailbox mailbox(String name) {
        var number = names().get(MailboxName.folded(name));
        return number == null ? null : mailboxes.get(number);
    }

    QuotaUsage usage() {
        return AccountState.usage(mailboxes.values());
    }

    /** Told of what was reached, and of nothing that usage has fallen below since. */
    private AccountQuota quota() {
        var quota = head.quota();
        return quota.told() == QuotaLevel.LOW
                ? quota
                : quota.told(quota.told().atMost(QuotaLevel.of(usage(), quota.limits())));
    }

    /** Content of a segment that a change of this entry names. */
    void hold(String name, byte[] content) {
        held.put(name, content);
    }

    /** The state, as of entry n. */
    AccountState finish(long n, long at) {
        return new AccountState(
                head.at(n, at).quota(quota()),
                mailboxes,
                names(),
                subscriptions == null ? base.subscriptions() : subscriptions,
                Map.of());
    }

    void apply(Change change) {
        if (change.modSeq() < head.modSeq()) {
            throw new IllegalStateException("The mod-sequence falls to " + change.modSeq());
        }
        head = head.modSeq(change.modSeq());
        switch (change) {
            case AccountCreated created -> head = head.quota(created.quota());
            case MailboxCreated created -> create(created);
            case MailboxRenamed renamed -> rename(renamed);
            case MailboxRenumbered renumbered -> renumber(renumbered);
            case MailboxDeleted deleted -> delete(deleted);
            case SubscriptionChanged changed -> subscribe(changed);
            case MessagesAdded added ->
                    put(existing(added.mailbox()).add(added.modSeq(), added.messages()));
            case FlagsChanged changed ->
                    put(existing(changed.mailbox()).withFlags(changed.modSeq(), changed.groups()));
            case MessagesExpunged expunged ->
                    put(existing(expunged.mailbox()).expunge(expunged.modSeq(), expunged.uids()));
            case RecentTaken taken -> recent(taken);
            case MaildropLocked locked ->
                    head = head.maildrop(new MaildropLock(locked.token(), locked.renewal()));
            case MaildropUnlocked unlocked -> head = head.maildrop(MaildropLock.NONE);
            case AccessChanged changed ->
                    head = head.access(changed.access(), changed.generation());
            case QuotaChanged changed -> head = head.quota(changed.quota());
            case SegmentAdded added -> add(added);
        }
    }

    private Mailbox existing(long number) {
        var mailbox = mailboxes.get(number);
        if (mailbox == null) {
            throw new IllegalStateException("There is no mailbox " + number);
        }
        return mailbox;
    }

    private void put(Mailbox mailbox) {
        mailboxes.put(mailbox.head().number(), mailbox);
    }

    private NavigableMap<String, Long> changedNames() {
        if (names == null) {
            names = new TreeMap<>(base.names());
        }
        return names;
    }

    private void create(MailboxCreated created) {
        if (created.mailbox() <= head.lastMailbox()
                || created.uidValidity() <= head.uidValidity()) {
            throw new IllegalStateException("Mailbox " + created.mailbox() + " was there before");
        }
        if (changedNames().putIfAbsent(created.name(), created.mailbox()) != null) {
            throw new IllegalStateException("A mailbox has the name of " + created.mailbox());
        }
        head = head.created(created.mailbox(), created.uidValidity());
        put(Mailbox.created(created));
    }

    private void rename(MailboxRenamed renamed) {
        var mailbox = existing(renamed.mailbox());
        changedNames().remove(mailbox.head().name());
        if (changedNames().putIfAbsent(renamed.name(), renamed.mailbox()) != null) {
            throw new IllegalStateException("A mailbox has the new name of " + renamed.mailbox());
        }
        put(mailbox.with(mailbox.head().named(renamed.name())));
    }

    private void renumber(MailboxRenumbered renumbered) {
        if (renumbered.uidValidity() <= head.uidValidity()) {
            throw new IllegalStateException("UIDVALIDITY falls to " + renumbered.uidValidity());
        }
        var mailbox = existing(renumbered.mailbox());
        head = head.created(renumbered.mailbox(), renumbered.uidValidity());
        put(mailbox.with(mailbox.head().renumbered(renumbered)));
    }

    private void delete(MailboxDeleted deleted) {
        changedNames().remove(existing(deleted.mailbox()).head().name());
        mailboxes.remove(deleted.mailbox());
    }

    private void subscribe(SubscriptionChanged changed) {
        if (subscriptions == null) {
            subscriptions = new TreeSet<>(base.subscriptions());
        }
        if (changed.subscribed()) {
            subscriptions.add(changed.name());
        } else {
            subscriptions.remove(changed.name());
        }
    }

    private void recent(RecentTaken taken) {
        var mailbox = existing(taken.mailbox());
        put(mailbox.with(mailbox.head().recentFrom(taken.belowUid())));
    }

    private void add(SegmentAdded added) {
        var content = held.get(added.segment());
        if (content == null) {
            throw new SegmentsNeeded(Set.of(added.segment()));
        }
        var mailbox = existing(added.mailbox());
        put(EntrySegment.decode(content).addTo(mailbox, added));
    }
}
