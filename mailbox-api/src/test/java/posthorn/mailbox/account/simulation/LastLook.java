package posthorn.mailbox.account.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.checkpoint.Checkpointer;
import posthorn.mailbox.account.checkpoint.Sweeper;
import posthorn.mailbox.account.columns.SegmentsNeeded;

/**
 * When all has settled: every pod and every watcher is where the log is, nothing is lost, and
 * nothing is left over.
 */
final class LastLook {
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
        var state = world.loaded(account, fresh(pod));
        boolean isMissing =
                state.mailboxes().stream()
                        .flatMap(mailbox -> mailbox.segments().stream())
                        .anyMatch(segment -> !segment.isLoaded() || !segment.hasFacts());
        if (isMissing) {
            // Its checkpoint was replaced and swept: whoever reads has the account loaded anew.
            state.names().keySet().forEach(box -> read(pod, box));
            state = world.loaded(account, fresh(pod));
        }
        return state;
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
        var over = new AtomicBoolean();
        var checkpointer = new Checkpointer(account, world.time().id(), Duration.ofSeconds(2));
        world.run(pods.getFirst(), account, checkpointer, () -> over.set(true));
        world.until("a checkpoint does not end", over::get);
    }

    private void sweep() {
        var over = new AtomicBoolean();
        world.run(pods.getFirst(), account, new Sweeper(account, true), () -> over.set(true));
        world.until("a sweep does not end", over::get);
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
