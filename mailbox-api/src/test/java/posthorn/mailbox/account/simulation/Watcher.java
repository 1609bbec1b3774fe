package posthorn.mailbox.account.simulation;

import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.Result;

/**
 * Somebody who wants every entry of an account in order; after a gap or the death of its pod it
 * starts again elsewhere.
 */
final class Watcher {
    private final World world;
    private final String account;
    private long n;
    private boolean attached;
    private int resumed;

    Watcher(World world, String account) {
        this.world = world;
        this.account = account;
    }

    long n() {
        return n;
    }

    boolean isOf(String name) {
        return account.equals(name);
    }

    int resumed() {
        return resumed;
    }

    void lost() {
        if (attached) {
            resumed++;
        }
        attached = false;
        world.time().after(world.time().between(50, 500), this::attach);
    }

    void attach() {
        var pod = world.anyPod();
        int life = pod.life();
        if (!pod.isAlive()) {
            lost();
            return;
        }
        world.time().after(world.time().between(0.3, 2), () -> pod.later(life, () -> ask(pod)));
        check(pod, life);
    }

    /** The pod may die before it answers. */
    private void check(Pod pod, int life) {
        world.time()
                .after(
                        4 * Timeline.SECOND,
                        () -> {
                            if (!attached && pod.life() != life) {
                                attach();
                            } else if (!attached) {
                                check(pod, life);
                            }
                        });
    }

    private void ask(Pod pod) {
        if (attached) {
            return;
        }
        pod.refresh(
                account,
                new Pod.Caller() {
                    @Override
                    public void answered(Result result) {
                        throw new Violation("A result that nobody asked for");
                    }

                    @Override
                    public void unavailable() {
                        lost();
                    }

                    @Override
                    public void current(AccountState state) {
                        start(pod, state);
                    }
                });
    }

    private void start(Pod pod, AccountState state) {
        if (attached) {
            return;
        }
        attached = true;
        world.history().read(account, state);
        n = Math.max(n, state.n());
        pod.watch(account, this);
    }

    void pushed(Entry entry) {
        if (!attached || entry.n() <= n) {
            return;
        }
        if (entry.n() != n + 1) {
            throw new Violation("A watcher at " + n + " was given entry " + entry.n());
        }
        var real = world.truth().entry(account, entry.n());
        if (real == null || !real.equals(entry)) {
            throw new Violation("A watcher was given an entry that is not in the log");
        }
        n = entry.n();
    }
}
