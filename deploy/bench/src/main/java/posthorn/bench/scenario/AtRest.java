package posthorn.bench.scenario;

import java.time.Duration;
import java.util.Optional;
import posthorn.bench.measure.Counts;
import posthorn.bench.measure.Measurement;
import posthorn.bench.measure.Processes;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.MeasuredSystem;

/** CPU time of a system that nobody asks for anything, once its compilers have nothing to do. */
final class AtRest implements Scenario {

    private static final double PERCENT = 100;

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public String description() {
        return "CPU time while nothing happens, over one minute (full: five)";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        Duration settle = Duration.ofSeconds(size.of(1, 180, 600));
        Duration rest = Duration.ofSeconds(size.of(1, 60, 300));
        report.progress("  resting, " + subject.name());
        // Nothing tells when a system has come to rest.
        Thread.sleep(settle);
        Measurement measurement =
                Measurement.begin(report, name(), "for " + rest.toSeconds() + " s", subject);
        Optional<Counts> counts = subject.counts();
        double before = Processes.cpuMillis(subject.processes());
        double compilerBefore = Processes.compilerMillis(subject.processes());
        long begun = System.nanoTime();
        // The measured time itself.
        Thread.sleep(rest);
        double used = Processes.cpuMillis(subject.processes()) - before;
        double compiler = Processes.compilerMillis(subject.processes()) - compilerBefore;
        double millis = (System.nanoTime() - begun) / 1e6;
        measurement.figure("CPU at rest", "% of a core", PERCENT * used / millis);
        if (compiler > 0) {
            measurement.figure("of it the compiler", "% of a core", PERCENT * compiler / millis);
        }
        counts.flatMap(first -> subject.counts().map(last -> last.since(first)))
                .ifPresent(done -> {
                    measurement.figure("store commands", "/s", done.storeCommands() * 1e3 / millis);
                    measurement.figure("log requests", "/s", done.logRequests() * 1e3 / millis);
                });
    }
}
