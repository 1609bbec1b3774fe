package posthorn.mailbox.account.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.checkpoint.Checkpointer;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.ChoreRequest;
import posthorn.mailbox.account.checkpoint.Sweeper;
import posthorn.mailbox.account.columns.SegmentsNeeded;

/**
 * When all has settled: every pod and every watcher is where the log is, nothing is lost, and
 * nothing is left over.
 */
final class LastLook {
    private static final int TRIES = 10;

    private final World world;
    private final List<Pod> pods;
    private final String account;

    LastLook(World world, List<Pod> pods, String account) {
        this.world = world;
        this.pods = pods;
        this.account = account;
    }

    void run() {
        for (var pod : pods) {
            var state = loaded(pod);
            if (!picture(state).equals(Picture.of(world.truth().state(account)))) {
                throw new Violation("Pod " + pod.number() + " has another state than the log");
            }
            world.history().readAll(account, state, world.bodies(account));
        }
        world.watchersAreCurrent(account);
        checkpoint();
        for (int i = 0; i < 3; i++) {
            sweep();
        }
        nothingIsLeft();
        for (var pod : pods) {
            world.truth().state(account).names().keySet().forEach(box -> read(pod, box));
        }
    }

    private static String picture(AccountState state) {
        try {
            return Picture.of(state);
        } catch (SegmentsNeeded missing) {
            throw new Violation("A pod cannot find segments of its state", missing);
        }
    }

    /** The state of a pod with all of its segments. */
    private AccountState loaded(Pod pod) {
        var state = world.store().loaded(account, fresh(pod));
        if (!missing(state).isEmpty()) {
            // Its checkpoint was replaced and swept: whoever reads has the account loaded anew,
            // unless this pod has the old segments in its cache.
            state.names().keySet().forEach(box -> read(pod, box));
            state = world.store().loaded(account, fresh(pod));
            state = state.load(cached(pod, missing(state)));
        }
        return state;
    }

    private static Set<String> missing(AccountState state) {
        var missing = new HashSet<String>();
        for (var mailbox : state.mailboxes()) {
            for (var segment : mailbox.segments()) {
                missing.addAll(segment.missing());
                missing.addAll(segment.missingFacts());
            }
        }
        return missing;
    }

    private Map<String, byte[]> cached(Pod pod, Set<String> names) {
        var found = new AtomicReference<Map<String, byte[]>>();
        pod.accounts().stores().segments().read(account, names).thenAccept(found::set);
        world.until("segments are never read", () -> found.get() != null);
        return Objects.requireNonNull(found.get());
    }

    private void read(Pod pod, String box) {
        var over = new AtomicBoolean();
        read(pod, box, over);
        world.until("a mailbox is never read", over::get);
    }

    /** A read may fail when looks are stale; then it is tried again. */
    private void read(Pod pod, String box, AtomicBoolean over) {
        pod.later(
                pod.life(),
                () ->
                        new Reader(world, pod, account, Integer.MAX_VALUE)
                                .read(
                                        box,
                                        failure -> {
                                            over.set(failure == null);
                                            if (failure != null) {
                                                world.time()
                                                        .after(
                                                                Timeline.SECOND,
                                                                () -> read(pod, box, over));
                                            }
                                        }));
    }

    private AccountState fresh(Pod pod) {
        var found = new AtomicReference<AccountState>();
        ask(pod, found);
        world.until("a pod does not find the head of the log", () -> found.get() != null);
        return Objects.requireNonNull(found.get());
    }

    private void ask(Pod pod, AtomicReference<AccountState> found) {
        pod.accounts()
                .current(account)
                .subscribe()
                .with(
                        state -> {
                            if (state.n() == world.truth().state(account).n()) {
                                found.set(state);
                            } else {
                                // A majority read may be a little old.
                                world.time().after(Timeline.SECOND, () -> ask(pod, found));
                            }
                        },
                        failure -> ask(pod, found));
    }

    /** Other pods have a state that the last checkpoint made old. */
    private void checkpoint() {
        end(() -> new Checkpointer(account, world.time().id(), Duration.ofSeconds(2)));
    }

    private void sweep() {
        end(() -> new Sweeper(account, true));
    }

    /** Runs a chore, and another one like it where somebody else was in its way. */
    private void end(Supplier<Chore> chore) {
        var over = new AtomicReference<ChoreRequest.Over>();
        for (int i = 0; i < TRIES && (over.get() == null || !over.get().done()); i++) {
            over.set(null);
            world.run(pods.getFirst(), account, chore.get(), over::set);
            world.until("a chore does not end", () -> over.get() != null);
        }
    }

    /**
     * What no entry ever named is swept; what was named and is gone waits for the segments that
     * still name it.
     */
    private void nothingIsLeft() {
        var truth = world.truth();
        var named = new HashSet<String>();
        for (long n = 1; n <= truth.state(account).n(); n++) {
            for (var change : truth.kept(account, n).changes()) {
                if (change instanceof Change.MessagesAdded added) {
                    added.messages().forEach(message -> named.add(message.body()));
                }
            }
        }
        for (var body : world.bodies(account)) {
            if (!named.contains(body) && BodyName.number(body) <= truth.state(account).n()) {
                throw new Violation("The body " + body + " is left over");
            }
        }
    }
}
