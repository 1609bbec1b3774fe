package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;

/** Streams of what happens to an account. */
public final class Watches {

    /** What a watcher is told. */
    public sealed interface Event {
        /** Where the account stands; the first event. */
        record Head(long n) implements Event {}

        /** The next entry. */
        record Next(Entry entry) implements Event {}

        /** Something was missed; the last event. */
        record Resume() implements Event {}
    }

    private static final int PAGE = 100;

    private final AccountCache accounts;
    private final int buffer;

    /**
     * @param buffer entries that may wait for one watcher
     */
    public Watches(AccountCache accounts, int buffer) {
        this.accounts = accounts;
        this.buffer = buffer;
    }

    /** The head, the entries after n, then each entry as it becomes part of the log. */
    public Multi<Event> watch(String account, long after) {
        return Multi.createFrom()
                .deferred(() -> {
                    Watcher watcher = accounts.watch(account, buffer);
                    Watch watch = new Watch(account, watcher, new AtomicLong(after));
                    return accounts.current(account)
                            .onItem()
                            .transformToMulti(watch::from)
                            .onTermination()
                            .invoke(() -> accounts.unwatch(account, watcher));
                });
    }

    private final class Watch {
        private final String account;
        private final Watcher watcher;
        private final AtomicLong seen;
        private volatile boolean over;

        Watch(String account, Watcher watcher, AtomicLong seen) {
            this.account = account;
            this.watcher = watcher;
            this.seen = seen;
        }

        Multi<Event> from(AccountState state) {
            Multi<Event> head = Multi.createFrom().item(new Event.Head(state.n()));
            Multi<Event> past =
                    Multi.createBy()
                            .repeating()
                            .uni(() -> page(state.n()))
                            .until(List::isEmpty)
                            .onItem()
                            .<Event>transformToIterable(events -> events);
            Multi<Event> live =
                    Multi.createBy()
                            .repeating()
                            .uni(this::next)
                            .until(events -> over && events.isEmpty())
                            .onItem()
                            .transformToIterable(events -> events);
            return Multi.createBy().concatenating().streams(head, past, live);
        }

        /** Entries that the account had when the watch began. */
        private Uni<List<Event>> page(long head) {
            if (over || seen.get() >= head) {
                return Uni.createFrom().item(List.of());
            }
            return Uni.createFrom()
                    .completionStage(
                            () -> accounts.stores().log().read(account, seen.get() + 1, PAGE))
                    .flatMap(entries ->
                            entries.isEmpty() ? Uni.createFrom().item(missed()) : kept(entries));
        }

        /**
         * Below the floor an entry may stand that came late, where a deleted one was. The floor is
         * read after the entries: what stands above it was never deleted.
         */
        private Uni<List<Event>> kept(List<Entry> entries) {
            return Uni.createFrom()
                    .completionStage(() -> accounts.stores().log().floor(account))
                    .map(floor -> entries.getFirst().n() <= floor.n() ? missed() : events(entries));
        }

        private Uni<List<Event>> next() {
            return over
                    ? Uni.createFrom().item(List.of())
                    : watcher.next().map(entries -> entries.isEmpty() ? missed() : events(entries));
        }

        private List<Event> events(List<Entry> entries) {
            List<Event> events = new ArrayList<>();
            for (Entry entry : entries) {
                if (!over && entry.n() > seen.get()) {
                    if (entry.n() == seen.get() + 1) {
                        seen.set(entry.n());
                        events.add(new Event.Next(entry));
                    } else {
                        events.addAll(missed());
                    }
                }
            }
            return events;
        }

        private List<Event> missed() {
            over = true;
            return List.of(new Event.Resume());
        }
    }
}
