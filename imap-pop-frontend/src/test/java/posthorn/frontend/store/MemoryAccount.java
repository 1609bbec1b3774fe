package posthorn.frontend.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An account in memory: its mailboxes, and what may be done to them. Any thread. */
public final class MemoryAccount {

    /** When every message came that says nothing of it: 1 February 2026, 10:00 UTC. */
    public static final long NOW = 1769940000000L;

    private final String address;
    private final BooleanSupplier away;
    private final List<MemoryMailbox> mailboxes = new ArrayList<>();
    private final Set<String> subscriptions = new TreeSet<>();
    private final ReadAheadBudget readAheadBudget = new ReadAheadBudget(1 << 20);
    private final Set<Runnable> closedListeners = new CopyOnWriteArraySet<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private long modSeq = 1;
    private long created;
    private boolean disabled;
    private @Nullable String maildropLock;
    private MemoryQuota quota = new MemoryQuota(0, 0);

    MemoryAccount(String address, BooleanSupplier away) {
        this.address = address;
        this.away = away;
        create("INBOX", "");
        for (String use : List.of("Drafts", "Sent", "Archive", "Junk", "Trash")) {
            create(use, use);
            subscriptions.add(use);
        }
    }

    String address() {
        return address;
    }

    ReadAheadBudget readAheadBudget() {
        return readAheadBudget;
    }

    void requireThere() {
        if (away.getAsBoolean()) {
            throw new StoreUnavailableException("away");
        }
    }

    private MemoryMailbox create(String name, String use) {
        MemoryMailbox mailbox = new MemoryMailbox(++created, name, use, created);
        mailboxes.add(mailbox);
        return mailbox;
    }

    /** Sessions that were not closed. */
    public int sessions() {
        return sessions.get();
    }

    void entered() {
        sessions.incrementAndGet();
    }

    void left(@Nullable Runnable listener) {
        sessions.decrementAndGet();
        if (listener != null) {
            closedListeners.remove(listener);
        }
    }

    /** Mailboxes that somebody reads. */
    public synchronized long mailboxesRead() {
        return mailboxes.stream().filter(MemoryMailbox::isRead).count();
    }

    /** Octets that are held for clients. */
    public long readAheadOctets() {
        return readAheadBudget.held();
    }

    /** Octets and messages the account may hold; 0: no limit. */
    public synchronized void quota(long octets, long messages) {
        quota = new MemoryQuota(octets, messages);
    }

    synchronized boolean disabled() {
        return disabled;
    }

    /** Ends every session of the account. */
    public void disable() {
        synchronized (this) {
            disabled = true;
        }
        closedListeners.forEach(Runnable::run);
    }

    void onClosed(Runnable listener) {
        closedListeners.add(listener);
    }

    /** Delivers a message, as from outside. */
    public long deliver(String mailbox, byte[] message, String... flags) {
        MemoryMailbox target;
        long uid;
        synchronized (this) {
            target = java.util.Objects.requireNonNull(named(mailbox));
            uid = target.add(message, List.of(flags), NOW, ++modSeq);
        }
        target.tell();
        return uid;
    }

    synchronized @Nullable MemoryMailbox named(String name) {
        return mailboxes.stream().filter(m -> m.name().equals(name)).findAny().orElse(null);
    }

    synchronized @Nullable MemoryMailbox byId(long id) {
        return mailboxes.stream().filter(m -> m.id() == id).findAny().orElse(null);
    }

    synchronized AccountSession.AccountListing list() {
        return new AccountSession.AccountListing(
                mailboxes.stream().map(MemoryMailbox::head).toList(),
                List.copyOf(subscriptions),
                quota.usage(mailboxes));
    }

    StoreResult append(AppendedMessage message, byte[] octets) {
        MemoryMailbox target;
        StoreResult outcome;
        synchronized (this) {
            target = named(message.mailbox());
            if (target == null) {
                return refused(StoreResult.Reason.NO_SUCH_MAILBOX);
            }
            if (quota.isOver(mailboxes, octets.length, 1)) {
                return refused(StoreResult.Reason.OVER_QUOTA);
            }
            long date = message.internalDate() == 0 ? NOW : message.internalDate();
            long uid = target.add(octets, message.flags(), date, ++modSeq);
            outcome = added(target, UidSet.of(uid), UidSet.EMPTY);
        }
        target.tell();
        return outcome;
    }

    private StoreResult added(MemoryMailbox target, UidSet uids, UidSet from) {
        long validity = target.head().uidValidity();
        return new StoreResult.Done(
                target.id(), validity, uids, from, UidSet.EMPTY, UidSet.EMPTY, modSeq, 0);
    }

    private static StoreResult.Refused refused(StoreResult.Reason reason) {
        return new StoreResult.Refused(reason, reason.name().toLowerCase(java.util.Locale.ROOT));
    }

    StoreResult execute(StoreCommand command) {
        Set<MemoryMailbox> changed = new LinkedHashSet<>();
        StoreResult outcome;
        synchronized (this) {
            outcome = decide(command, changed);
        }
        changed.forEach(MemoryMailbox::tell);
        return outcome;
    }

    private StoreResult decide(StoreCommand command, Set<MemoryMailbox> changed) {
        return switch (command) {
            case StoreCommand.CreateMailbox c -> createMailbox(c);
            case StoreCommand.RenameMailbox c -> rename(c, changed);
            case StoreCommand.DeleteMailbox c -> delete(c, changed);
            case StoreCommand.Subscribe c -> subscribe(c);
            case StoreCommand.StoreFlags c -> within(c.mailbox(), changed, m -> store(m, c));
            case StoreCommand.Expunge c -> within(c.mailbox(), changed, m -> expunge(m, c.uids()));
            case StoreCommand.CopyMessages c ->
                    within(c.mailbox(), changed, m -> copy(m, c, changed));
            case StoreCommand.TakeRecent c -> within(c.mailbox(), changed, this::takeRecent);
            case StoreCommand.LockMaildrop c -> lock(c.token());
            case StoreCommand.UnlockMaildrop c -> unlock(c.token());
            case StoreCommand.EmptyMaildrop c -> empty(c, changed);
        };
    }

    private interface Step {
        StoreResult on(MemoryMailbox mailbox);
    }

    private StoreResult within(long id, Set<MemoryMailbox> changed, Step step) {
        MemoryMailbox mailbox = byId(id);
        if (mailbox == null) {
            return refused(StoreResult.Reason.NO_SUCH_MAILBOX);
        }
        changed.add(mailbox);
        return step.on(mailbox);
    }

    private StoreResult createMailbox(StoreCommand.CreateMailbox command) {
        if (command.name().isEmpty()
                || command.name().contains("//")
                || command.name().startsWith("/")) {
            return refused(StoreResult.Reason.BAD_NAME);
        }
        if (named(command.name()) != null) {
            return refused(StoreResult.Reason.MAILBOX_EXISTS);
        }
        for (int i = command.name().indexOf('/'); i > 0; i = command.name().indexOf('/', i + 1)) {
            if (named(command.name().substring(0, i)) == null) {
                create(command.name().substring(0, i), "");
            }
        }
        MemoryMailbox made = create(command.name(), command.specialUse());
        modSeq++;
        return added(made, UidSet.EMPTY, UidSet.EMPTY);
    }

    private StoreResult rename(StoreCommand.RenameMailbox command, Set<MemoryMailbox> changed) {
        MemoryMailbox from = named(command.from());
        if (from == null || named(command.to()) != null) {
            return refused(
                    from == null
                            ? StoreResult.Reason.NO_SUCH_MAILBOX
                            : StoreResult.Reason.MAILBOX_EXISTS);
        }
        modSeq++;
        if (command.from().equals("INBOX")) {
            create(command.to(), "");
            return copy(
                    from,
                    new StoreCommand.CopyMessages(
                            from.id(), from.index().uids(), command.to(), true),
                    changed);
        }
        for (MemoryMailbox mailbox : mailboxes) {
            if (mailbox.name().equals(command.from())
                    || mailbox.name().startsWith(command.from() + "/")) {
                mailbox.rename(command.to() + mailbox.name().substring(command.from().length()));
            }
        }
        return StoreResult.Done.PLAIN;
    }

    private StoreResult delete(StoreCommand.DeleteMailbox command, Set<MemoryMailbox> changed) {
        MemoryMailbox mailbox = named(command.name());
        if (mailbox == null) {
            return refused(StoreResult.Reason.NO_SUCH_MAILBOX);
        }
        if (command.name().equals("INBOX")) {
            return refused(StoreResult.Reason.NOT_ALLOWED);
        }
        mailbox.delete();
        mailboxes.remove(mailbox);
        changed.add(mailbox);
        return StoreResult.Done.PLAIN;
    }

    private StoreResult subscribe(StoreCommand.Subscribe command) {
        if (command.subscribed()) {
            subscriptions.add(command.name());
        } else {
            subscriptions.remove(command.name());
        }
        return StoreResult.Done.PLAIN;
    }

    private StoreResult store(MemoryMailbox mailbox, StoreCommand.StoreFlags command) {
        UidSet.Builder affected = UidSet.builder();
        UidSet.Builder modified = UidSet.builder();
        long next = modSeq + 1;
        MessageIndex before = mailbox.index();
        before.present(command.uids())
                .forEach(uid -> {
                    if (before.modSeq(before.position(uid))
                            > command.unchangedSince().orElse(Long.MAX_VALUE)) {
                        modified.add(uid);
                    } else if (change(mailbox, uid, command, next)) {
                        affected.add(uid);
                    }
                });
        modSeq = affected.isEmpty() ? modSeq : next;
        return new StoreResult.Done(
                0,
                0,
                UidSet.EMPTY,
                UidSet.EMPTY,
                modified.build(),
                affected.build(),
                affected.isEmpty() ? 0 : next,
                0);
    }

    private static boolean change(
            MemoryMailbox mailbox, long uid, StoreCommand.StoreFlags command, long modSeq) {
        Set<String> before = new LinkedHashSet<>(mailbox.flags(uid));
        Set<String> after = new LinkedHashSet<>(before);
        switch (command.mode()) {
            case REPLACE -> {
                after.clear();
                after.addAll(command.flags());
            }
            case ADD -> after.addAll(command.flags());
            case REMOVE -> command.flags().forEach(after::remove);
        }
        if (!after.equals(before)) {
            mailbox.setFlags(uid, List.copyOf(after), modSeq);
        }
        return !after.equals(before);
    }

    private StoreResult expunge(MemoryMailbox mailbox, UidSet only) {
        UidSet.Builder gone = UidSet.builder();
        MessageIndex index = mailbox.index();
        for (int i = 0; i < index.size(); i++) {
            boolean deleted = (index.flags(i) & FlagNames.DELETED) != 0;
            if (deleted && (only.isEmpty() || only.contains(index.uid(i)))) {
                gone.add(index.uid(i));
            }
        }
        UidSet uids = gone.build();
        if (!uids.isEmpty()) {
            mailbox.expunge(uids, ++modSeq);
        }
        return new StoreResult.Done(
                0, 0, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, uids, modSeq, 0);
    }

    private StoreResult copy(
            MemoryMailbox from, StoreCommand.CopyMessages command, Set<MemoryMailbox> changed) {
        MemoryMailbox target = named(command.target());
        if (target == null) {
            return refused(StoreResult.Reason.NO_SUCH_MAILBOX);
        }
        UidSet present = from.index().present(command.uids());
        long[] octets = new long[1];
        present.forEach(uid -> octets[0] += from.body(uid).length);
        boolean free = command.move() || target.name().equals("Trash");
        if (!free && quota.isOver(mailboxes, octets[0], present.count())) {
            return refused(StoreResult.Reason.OVER_QUOTA);
        }
        changed.add(target);
        changed.add(from);
        UidSet.Builder uids = UidSet.builder();
        long next = ++modSeq;
        present.forEach(uid -> {
            int position = from.index().position(uid);
            long date = from.index().internalDate(position);
            uids.add(target.add(from.body(uid), from.flags(uid), date, next));
        });
        if (command.move()) {
            from.expunge(present, next);
        }
        return added(target, uids.build(), present);
    }

    private StoreResult takeRecent(MemoryMailbox mailbox) {
        long from = mailbox.index().recentFrom();
        boolean any = from < mailbox.index().uidNext();
        mailbox.takeRecent();
        return new StoreResult.Done(
                0, 0, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, UidSet.EMPTY, 0, any ? from : 0);
    }

    private StoreResult lock(String token) {
        if (maildropLock != null && !maildropLock.equals(token)) {
            return refused(StoreResult.Reason.IN_USE);
        }
        maildropLock = token;
        return StoreResult.Done.PLAIN;
    }

    private StoreResult unlock(String token) {
        if (!token.equals(maildropLock)) {
            return refused(StoreResult.Reason.NOT_LOCKED);
        }
        maildropLock = null;
        return StoreResult.Done.PLAIN;
    }

    private StoreResult empty(StoreCommand.EmptyMaildrop command, Set<MemoryMailbox> changed) {
        MemoryMailbox inbox = named("INBOX");
        if (inbox == null || !command.token().equals(maildropLock)) {
            return refused(StoreResult.Reason.NOT_LOCKED);
        }
        maildropLock = null;
        inbox.expunge(inbox.index().present(command.uids()), ++modSeq);
        changed.add(inbox);
        return StoreResult.Done.PLAIN;
    }
}
