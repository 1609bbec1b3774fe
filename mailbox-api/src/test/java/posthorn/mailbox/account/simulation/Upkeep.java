package posthorn.mailbox.account.simulation;

import java.time.Duration;
import posthorn.mailbox.account.checkpoint.Checkpointer;
import posthorn.mailbox.account.checkpoint.Chore;
import posthorn.mailbox.account.checkpoint.Expiry;
import posthorn.mailbox.account.checkpoint.Sweeper;

/** Chores of accounts, on any pod, again and again until the world closes. */
final class Upkeep {
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final World world;
    private final Timeline time;
    private final Duration history;

    Upkeep(World world, Duration history) {
        this.world = world;
        time = world.time();
        this.history = history;
    }

    void begin(String account) {
        time.after(time.between(500, 1_000), () -> chore(account));
    }

    private void chore(String account) {
        if (world.isClosing()) {
            return;
        }
        var pod = world.anyPod();
        if (pod.isAlive()) {
            world.run(pod, account, some(pod, account), over -> {});
        }
        time.after(time.between(100, 800) / often(), () -> chore(account));
    }

    private int often() {
        if (world.broken() == Broken.NOT_SETTLED) {
            return 10;
        }
        return world.machinesStandStill() ? 3 : 1;
    }

    private Chore some(Pod pod, String account) {
        int dice = time.below(10);
        if (dice < 5) {
            var keepEvery = Duration.ofSeconds(world.broken() == Broken.NOT_SETTLED ? 0 : 2);
            return new Checkpointer(account, time.id(), keepEvery);
        }
        return dice < 8 ? new Sweeper(account, time.chance(0.3)) : expiry(pod, account);
    }

    private Expiry expiry(Pod pod, String account) {
        var settings =
                world.broken() == Broken.NOT_SETTLED
                        ? new Expiry.Settings(Duration.ZERO, Duration.ZERO)
                        : new Expiry.Settings(history, SETTLE);
        return new Expiry(settings, pod.seen(account), pod.nanos(), pod.millis());
    }
}
