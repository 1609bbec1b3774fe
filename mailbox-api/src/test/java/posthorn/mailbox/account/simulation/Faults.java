package posthorn.mailbox.account.simulation;

/** Deaths and stalls of pods, and primaries that are cut off, until the world is calm. */
final class Faults {
    private final World world;
    private final Timeline time;
    private int deaths;
    private int stalls;

    Faults(World world) {
        this.world = world;
        time = world.time();
    }

    void begin() {
        time.after(time.between(100, 400), this::fault);
    }

    @Override
    public String toString() {
        return deaths + " deaths, " + stalls + " stalls";
    }

    private void fault() {
        if (world.isCalm()) {
            return;
        }
        var pod = world.anyPod();
        int dice = time.below(10);
        boolean still = world.machinesStandStill();
        if (dice < 2 && pod.isAlive() && !still) {
            deaths++;
            pod.die();
            time.after(time.between(50, 4_000), pod::rise);
        } else if (dice < 6) {
            stalls++;
            var longStalls = still ? 0.02 : 0.2;
            pod.stall(
                    time.chance(longStalls) ? time.between(2_000, 70_000) : time.between(5, 2_500));
        } else if (dice < 8) {
            world.store().cutOff();
            time.after(time.between(1, 400), world.store()::failOver);
        }
        time.after(time.between(50, 2_000), this::fault);
    }
}
