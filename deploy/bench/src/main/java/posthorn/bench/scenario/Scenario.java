package posthorn.bench.scenario;

import posthorn.bench.measure.Report;
import posthorn.bench.subject.MeasuredSystem;

/** Something that is done to a server and measured. */
public interface Scenario {

    /** Name on the command line, as in {@code smtp-accept}. */
    String name();

    /** Whether what a server does here becomes cheaper once it was done for a while. */
    default boolean warmsUp() {
        return true;
    }

    /** What is done, in a line. */
    String description();

    /**
     * Does it.
     *
     * @throws Exception when the server refuses what it should take, or does not answer
     */
    void run(MeasuredSystem subject, Size size, Report report) throws Exception;
}
