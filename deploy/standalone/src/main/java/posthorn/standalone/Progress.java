package posthorn.standalone;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What the terminal shows while things start and stop: one line a step, with its time. */
final class Progress {

    private final PrintStream out;
    private final PrintStream err;
    private final LongSupplier nanoTime;
    private final long start;
    private long stepStart;
    private boolean begun;

    Progress(PrintStream out, PrintStream err, LongSupplier nanoTime) {
        this.out = out;
        this.err = err;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.stepStart = start;
    }

    /** A step begins. */
    void begin(String step) {
        begun = true;
        stepStart = nanoTime.getAsLong();
        out.print(pad(step));
        out.flush();
    }

    /** The step that began last is done. */
    void done(String result) {
        begun = false;
        out.println(result + seconds(stepStart));
    }

    /** Nothing more will come; the problem goes to the stream of errors. */
    void failed(String problem) {
        if (begun) {
            out.println();
            out.flush();
        }
        err.println("posthorn: " + problem);
    }

    /** A line of its own. */
    void line(String text) {
        out.println(text);
    }

    /** Time since the start, as in {@code (4.2 s)} with a blank before it. */
    String sinceStart() {
        return seconds(start);
    }

    private String seconds(long since) {
        return String.format(Locale.ROOT, " (%.1f s)", (nanoTime.getAsLong() - since) / 1e9);
    }

    private static String pad(String step) {
        return String.format(Locale.ROOT, "%-12s", step);
    }
}
