package posthorn.launcher.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a run has done so far, and what went wrong. For one thread. */
public final class Report {

    private static final int MOST_FAILURES = 1_000;
    private static final long TOLD_EVERY = 2_000_000_000L;

    private final Consumer<String> progress;
    private final List<String> failures = new ArrayList<>();
    private long carried;
    private long there;
    private long failed;
    private long octets;
    private long told = System.nanoTime();
    private String where = "";

    /** With where its progress is told. */
    public Report(Consumer<String> progress) {
        this.progress = progress;
    }

    void begin(String mailbox) {
        where = mailbox;
    }

    void carried(long size) {
        carried++;
        octets += size;
        tell();
    }

    void wasThere() {
        there++;
        tell();
    }

    void failed(String name, String why) {
        failed++;
        if (failures.size() < MOST_FAILURES) {
            failures.add(where + ", " + name + ": " + why);
        }
    }

    private void tell() {
        long now = System.nanoTime();
        if (now - told > TOLD_EVERY) {
            told = now;
            progress.accept(where + ": " + carried + " messages, " + there + " were there");
        }
    }

    /** Messages that were carried over. */
    public long carried() {
        return carried;
    }

    /** Messages that an earlier run has carried over. */
    public long there() {
        return there;
    }

    /** Messages and mailboxes that were not. */
    public long failed() {
        return failed;
    }

    /** Octets that were carried over. */
    public long octets() {
        return octets;
    }

    /** The first thousand of what went wrong, each with its place and reason. */
    public List<String> failures() {
        return List.copyOf(failures);
    }
}
