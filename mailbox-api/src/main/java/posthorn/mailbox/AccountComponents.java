package posthorn.mailbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import posthorn.mailbox.account.AccountLimits;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.EntryNotifier;
import posthorn.mailbox.accountcache.Housekeeping;
import posthorn.mailbox.accountcache.SegmentReader;
import posthorn.mailbox.accountcache.Stores;
import posthorn.mailbox.accountcache.ThreadScheduler;
import posthorn.mailbox.accountcache.WatchedHeads;
import posthorn.mailbox.accountcache.Watches;
import posthorn.mailbox.wire.Entries;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;

/** The accounts of one {@code mailbox-api}, and what looks after them. */
final class AccountComponents implements AutoCloseable {

    private static final Duration TIDY = Duration.ofSeconds(1);

    private final ThreadScheduler scheduler;
    private final AccountCache accounts;
    private final Housekeeping housekeeping;
    private final WatchedHeads heads;
    private final Watches watches;
    private final SegmentReader segments;
    private final Duration compareInterval;
    private final List<PeriodicTask> tasks = new ArrayList<>();

    /**
     * Puts the parts together; nothing is asked of the store yet.
     *
     * @param ids never used before, in no pod
     */
    AccountComponents(
            MailboxSettings settings,
            Stores stores,
            EntryNotifier notifier,
            InstantSource clock,
            Supplier<String> ids) {
        AppendSettings appending = appending(settings);
        this.scheduler = new ThreadScheduler(clock);
        this.accounts =
                new AccountCache(
                        stores,
                        () ->
                                new Appender(
                                        appending,
                                        ids,
                                        entry -> Entries.decode(Entries.encode(entry))),
                        notifier,
                        scheduler,
                        new AccountCache.Limits(
                                settings.accountCache().accounts(),
                                settings.accountCache().octets()));
        this.housekeeping =
                new Housekeeping(
                        accounts,
                        new Housekeeping.Plan(
                                settings.accountCache().checkpointEntries(),
                                settings.history().keep(),
                                settings.history().sweepInterval()),
                        ids,
                        clock);
        this.heads = new WatchedHeads(accounts, settings.watch().comparisonsAtOnce());
        this.watches = new Watches(accounts, settings.watch().buffer());
        this.segments = new SegmentReader(accounts);
        this.compareInterval = settings.watch().compareInterval();
    }

    private static AppendSettings appending(MailboxSettings settings) {
        AppendSettings base = AppendSettings.DEFAULT;
        AccountLimits limits = base.limits();
        return new AppendSettings(
                new AccountLimits(
                        settings.account().mailboxes(),
                        limits.keywords(),
                        limits.nameOctets(),
                        limits.levels(),
                        settings.account().subscriptions(),
                        limits.entryRows(),
                        settings.restore().uidValidityFrom()),
                base.patience(),
                settings.accountCache().commandsWaiting(),
                base.batch(),
                base.batchFacts(),
                base.again(),
                base.failures(),
                base.floorAfter(),
                base.oldAfter(),
                keptMargin(settings.history().keep(), base.keptMargin()),
                base.maildrop(),
                base.lookLimit(),
                base.recent());
    }

    /** Of a short history a day would be all of it. */
    private static Duration keptMargin(Duration history, Duration usual) {
        Duration most = history.dividedBy(4);
        return most.compareTo(usual) < 0 ? most : usual;
    }

    AccountCache accounts() {
        return accounts;
    }

    WatchedHeads heads() {
        return heads;
    }

    Watches watches() {
        return watches;
    }

    SegmentReader segments() {
        return segments;
    }

    /** Begins to look after the accounts; before, nothing happens that nobody asked for. */
    void start(PeriodicTasks periodic) {
        tasks.add(periodic.task("tidy-accounts", accounts::tidy).every(TIDY, scheduler.timer()));
        tasks.add(
                periodic.task("compare-watched-heads", heads::comparePart)
                        .every(compareInterval.dividedBy(WatchedHeads.PARTS), scheduler.timer()));
        housekeeping.start(periodic);
    }

    @Override
    public void close() {
        tasks.forEach(PeriodicTask::close);
        housekeeping.close();
        scheduler.close();
    }
}
