package posthorn.mailbox.account.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.account.checkpoint.Sweeper;
import posthorn.mailbox.account.log.Input;

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
            if (!Picture.of(state).equals(Picture.of(world.truth().state(account)))) {
                throw new Violation("Pod " + pod.number() + " has another state than the log");
            }
            world.history().readAll(account, state, world.bodies(account));
        }
        world.watchersAreCurrent(account);
        for (int i = 0; i < 3; i++) {
            sweep();
        }
        nothingIsLeft();
    }

    private AccountState loaded(Pod pod) {
        var state = world.loaded(account, fresh(pod));
        boolean isMissing =
                state.mailboxes().stream()
                        .flatMap(mailbox -> mailbox.segments().stream())
                        .anyMatch(segment -> !segment.isLoaded() || !segment.hasFacts());
        if (isMissing) {
            pod.feed(account, new Input.Stale());
            state = world.loaded(account, fresh(pod));
        }
        return state;
    }

    private AccountState fresh(Pod pod) {
        var found = new AtomicReference<AccountState>();
        ask(pod, found);
        world.until("a pod does not find the head of the log", () -> found.get() != null);
        return Objects.requireNonNull(found.get());
    }

    private void ask(Pod pod, AtomicReference<AccountState> found) {
        pod.refresh(
                account,
                new Pod.Caller() {
                    @Override
                    public void answered(Result result) {
                        throw new Violation("A result that nobody asked for");
                    }

                    @Override
                    public void unavailable() {
                        ask(pod, found);
                    }

                    @Override
                    public void current(AccountState state) {
                        if (state.n() == world.truth().state(account).n()) {
                            found.set(state);
                        } else {
                            // A majority read may be a little old.
                            world.time().after(Timeline.SECOND, () -> ask(pod, found));
                        }
                    }
                });
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
