package posthorn.mailbox.account.simulation;

import java.util.function.Consumer;

/**
 * Between pods and store: loses requests and answers, delays them, and repeats requests, now or
 * much later.
 */
final class Network {
    static final long TIMEOUT = 1_000 * Timeline.MILLI;

    private final Timeline time;
    private boolean quiet;
    private int lost;
    private int repeated;
    private int late;

    Network(Timeline time) {
        this.time = time;
    }

    /** From now on nothing is lost, repeated or late. */
    void calm() {
        quiet = true;
    }

    int faults() {
        return lost + repeated + late;
    }

    @Override
    public String toString() {
        return lost + " lost, " + repeated + " repeated, " + late + " late";
    }

    /**
     * A request that runs at the store and hands its answer, or that it failed, to what it is
     * given.
     */
    interface Request<A> {
        void run(Consumer<A> answer, Runnable failed);
    }

    /**
     * Sends a request from a pod; exactly one of the two is called, unless the pod dies.
     *
     * @param trouble how much more often than others it meets with a fault
     */
    <A> void send(
            Pod pod, double trouble, Request<A> request, Consumer<A> answer, Runnable failed) {
        var once = new Once<A>(pod, answer, failed);
        if (fault(0.01 * trouble)) {
            lost++;
        } else {
            arrive(request, once, trouble);
        }
        if (fault(0.02 * trouble)) {
            repeated++;
            long later = time.chance(0.2) ? time.between(15_000, 60_000) : time.delay(0.5);
            time.after(later, () -> run(request, once));
        }
        time.after(TIMEOUT, once::timeout);
    }

    /**
     * Sends a request from a pod whose machine stands still from then on, for longer than the
     * history is kept; it arrives shortly before the pod goes on.
     */
    <A> void sendAndStandStill(Pod pod, Request<A> request, Consumer<A> answer, Runnable failed) {
        var once = new Once<A>(pod, answer, failed);
        long still = time.between(50_000, 80_000);
        pod.stall(still);
        time.after(still - time.between(50, 500), () -> run(request, once));
        time.after(TIMEOUT, once::timeout);
    }

    private <A> void arrive(Request<A> request, Once<A> once, double trouble) {
        long delay = quiet ? time.between(0.3, 2) : time.delay(0.02 * trouble);
        late += delay > TIMEOUT ? 1 : 0;
        time.after(delay, () -> run(request, once));
    }

    private <A> void run(Request<A> request, Once<A> once) {
        request.run(
                answer -> {
                    if (fault(0.01)) {
                        lost++;
                    } else {
                        time.after(time.between(0.3, 4), () -> once.answer(answer));
                    }
                },
                () -> time.after(time.between(0.3, 4), once::fail));
    }

    private boolean fault(double probability) {
        return !quiet && time.chance(probability);
    }

    /** What a pod hears first is all that it hears. */
    private static final class Once<A> {
        private final Pod pod;
        private final int life;
        private final Consumer<A> answer;
        private final Runnable failed;
        private boolean over;

        Once(Pod pod, Consumer<A> answer, Runnable failed) {
            this.pod = pod;
            this.answer = answer;
            this.failed = failed;
            life = pod.life();
        }

        void answer(A value) {
            end(() -> answer.accept(value));
        }

        void fail() {
            end(failed);
        }

        void timeout() {
            end(failed);
        }

        private void end(Runnable what) {
            if (!over) {
                over = true;
                pod.later(life, what);
            }
        }
    }
}
