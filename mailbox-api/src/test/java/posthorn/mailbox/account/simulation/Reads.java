package posthorn.mailbox.account.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of mailboxes through any pod, again and again until the world closes. */
final class Reads {
    private static final int CALM_ATTEMPTS = 12;

    private final World world;
    private final Timeline time;
    private int done;
    private int failed;

    /** How often a read was tried since nothing fails any more. */
    private static final class Attempts {
        int calm;
    }

    Reads(World world) {
        this.world = world;
        time = world.time();
    }

    void begin(String account) {
        time.after(time.between(200, 800), () -> read(account));
    }

    @Override
    public String toString() {
        return done + " reads, " + failed + " of them failed";
    }

    private void read(String account) {
        if (world.isClosing()) {
            return;
        }
        var box = List.of("INBOX", "Archive", "Trash").get(time.below(3));
        read(world.anyPod(), account, box, new Attempts());
        time.after(time.between(50, 800), () -> read(account));
    }

    private void read(Pod pod, String account, String box, Attempts attempts) {
        pod.later(
                pod.life(),
                () ->
                        new Reader(world, pod, account, 3)
                                .read(box, failure -> ended(pod, account, box, attempts, failure)));
    }

    /** A read may fail when looks are stale, but not again and again. */
    private void ended(
            Pod pod, String account, String box, Attempts attempts, @Nullable Throwable failure) {
        if (failure == null) {
            done++;
            return;
        }
        failed++;
        if (world.isCalm() && ++attempts.calm > CALM_ATTEMPTS) {
            throw new Violation("Nothing fails, and yet reads fail: " + failure, failure);
        }
        if (world.isCalm()) {
            time.after(time.between(200, 800), () -> read(pod, account, box, attempts));
        }
    }
}
