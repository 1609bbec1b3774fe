package posthorn.mailbox.account.simulation;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.accountcache.Watches;

/**
 * Somebody who wants every entry of an account in order; sometimes slow, sometimes gone before the
 * watch has begun. After a gap or the death of its pod it starts again elsewhere.
 */
final class Watcher {
    private final World world;
    private final Timeline time;
    private final String account;
    private @Nullable Watch watch;
    private long n;
    private int resumed;
    private boolean over;

    /** It has missed something: it reads the state before it watches again. */
    private boolean anew = true;

    Watcher(World world, String account) {
        this.world = world;
        time = world.time();
        this.account = account;
    }

    long n() {
        return n;
    }

    @Override
    public String toString() {
        var now = watch;
        return account + " at " + n + (now == null ? ", lost" : " on pod " + now.pod.number());
    }

    boolean isOf(String name) {
        return account.equals(name);
    }

    int resumed() {
        return resumed;
    }

    /** Its pod is gone, or its watch has ended. */
    void lost() {
        watch = null;
        if (!over) {
            time.after(time.between(50, 500), this::attach);
        }
    }

    void attach() {
        var pod = world.anyPod();
        if (over || watch != null) {
            return;
        }
        if (!pod.isAlive()) {
            lost();
            return;
        }
        var begun = new Watch(pod);
        watch = begun;
        pod.attached(this);
        time.after(time.between(0.3, 2), () -> pod.later(begun.life, begun::begin));
        if (time.chance(0.2)) {
            time.after(time.between(0, 8), () -> pod.later(begun.life, begun::cancel));
        }
    }

    /** It wants to see nothing more. */
    void leave() {
        over = true;
        var now = watch;
        if (now != null) {
            now.cancel();
        }
    }

    private void seen(Entry entry) {
        if (entry.n() != n + 1) {
            throw new Violation("A watcher at " + n + " was given entry " + entry.n());
        }
        var real = world.truth().entry(account, entry.n());
        if (real == null || !real.equals(entry)) {
            throw new Violation("A watcher was given an entry that is not in the log");
        }
        n = entry.n();
    }

    /** One call to one pod. */
    private final class Watch implements Flow.Subscriber<Watches.Event> {
        final Pod pod;
        final int life;
        final boolean slow = time.chance(0.3);
        private Flow.@Nullable Subscription subscription;
        private boolean cancelled;
        private boolean resume;

        Watch(Pod pod) {
            this.pod = pod;
            life = pod.life();
        }

        void begin() {
            if (cancelled) {
                return;
            }
            if (!anew) {
                pod.watches().watch(account, n).subscribe().withSubscriber(this);
                return;
            }
            pod.accounts()
                    .current(account)
                    .subscribe()
                    .with(
                            state -> {
                                if (watch == this) {
                                    n = Math.max(n, state.n());
                                    anew = false;
                                    begin();
                                }
                            },
                            this::onError);
        }

        void cancel() {
            cancelled = true;
            if (subscription != null) {
                subscription.cancel();
            }
            end();
        }

        private void end() {
            if (watch == this) {
                pod.detached(Watcher.this);
                lost();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            begun.request(1);
        }

        @Override
        public void onNext(Watches.Event event) {
            if (cancelled || watch != this) {
                return;
            }
            switch (event) {
                case Watches.Event.Head head -> {}
                case Watches.Event.Next next -> seen(next.entry());
                case Watches.Event.Resume missed -> {
                    resume = true;
                    anew = true;
                    resumed++;
                }
            }
            long pause = slow ? time.between(0, 400) : 0;
            time.after(pause, () -> pod.later(life, this::more));
        }

        private void more() {
            if (subscription != null && !cancelled) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end();
        }

        @Override
        public void onComplete() {
            if (!resume) {
                throw new Violation("A watch has ended without a word");
            }
            end();
        }
    }
}
