package posthorn.launcher.backup;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Says how far a copy has come, and holds it back to a rate. For one thread. */
public final class Meters {

    private static final long TOLD_EVERY = 2_000_000_000L;
    private static final double MEGA = 1e6;

    private final PrintStream out;
    private final boolean quiet;
    private final long rate;
    private final long begun = System.nanoTime();
    private long told = begun;
    private long all;
    private long done;
    private long passed;

    /**
     * A meter.
     *
     * @param out where progress is told
     * @param quiet nothing is told
     * @param rate octets a second at most; 0: as fast as it goes
     */
    public Meters(PrintStream out, boolean quiet, long rate) {
        this.out = out;
        this.quiet = quiet;
        this.rate = rate;
    }

    void expect(long octets) {
        all += octets;
    }

    void passed(int octets) {
        done += octets;
        passed += octets;
        if (rate > 0) {
            long due = begun + (long) (passed * 1e9 / rate);
            LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        }
        tell();
    }

    void skipped(long octets) {
        done += octets;
        tell();
    }

    private void tell() {
        long now = System.nanoTime();
        if (!quiet && now - told > TOLD_EVERY) {
            told = now;
            out.printf(Locale.ROOT, "  %.1f of %.1f MB%n", done / MEGA, all / MEGA);
        }
    }
}
