package posthorn.bench.measure;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import posthorn.bench.subject.MeasuredSystem;

/**
 * One case of a scenario: time, CPU time of server and generator, and what store and log did, from
 * {@link #begin} to {@link #end}.
 */
public final class Measurement {

    private final Report report;
    private final String scenario;
    private final String variant;
    private final MeasuredSystem subject;
    private final Optional<Counts> counts;
    private final double serverCpu;
    private final double compilerCpu;
    private final double ownCpu;
    private final Map<String, Double> partsCpu = new TreeMap<>();
    private final long start;

    private Measurement(Report report, String scenario, String variant, MeasuredSystem subject) {
        this.report = report;
        this.scenario = scenario;
        this.variant = variant;
        this.subject = subject;
        report.progress("  " + variant + ", " + subject.name());
        this.counts = subject.counts();
        this.serverCpu = Processes.cpuMillis(subject.processes());
        this.compilerCpu = Processes.compilerMillis(subject.processes());
        this.ownCpu = Processes.ownCpuMillis();
        subject.parts().forEach((part, pids) -> partsCpu.put(part, Processes.cpuMillis(pids)));
        this.start = System.nanoTime();
    }

    /** From now on. */
    public static Measurement begin(
            Report report, String scenario, String variant, MeasuredSystem subject) {
        return new Measurement(report, scenario, variant, subject);
    }

    /** Seconds so far. */
    public double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * Up to now; tells rate, CPU time and, where the server counts them, store commands and so on
     * for each operation.
     *
     * @param operations how many were done
     * @param unit name of one, as in {@code message}
     */
    public void end(long operations, String unit) {
        double seconds = seconds();
        double server = Processes.cpuMillis(subject.processes()) - serverCpu;
        double compiler = Processes.compilerMillis(subject.processes()) - compilerCpu;
        double own = Processes.ownCpuMillis() - ownCpu;
        Optional<Counts> done =
                counts.flatMap(before -> subject.counts().map(c -> c.since(before)));
        figure("rate", unit + "s/s", operations / seconds);
        figure("server cpu", "ms/" + unit, server / operations);
        subject.parts()
                .forEach((part, pids) ->
                        figure(
                                "of it " + part,
                                "ms/" + unit,
                                (Processes.cpuMillis(pids) - partsCpu.getOrDefault(part, 0.0))
                                        / operations));
        if (compiler > 0) {
            figure("of it the compiler", "ms/" + unit, compiler / operations);
        }
        figure("generator cpu", "ms/" + unit, own / operations);
        figure("memory", "MiB", Processes.memoryKib(subject.processes()) / 1024);
        done.ifPresent(c -> {
            figure("store commands", "/" + unit, c.storeCommands() / operations);
            figure("store flushes", "/" + unit, c.storeFlushes() / operations);
            figure("log requests", "/" + unit, c.logRequests() / operations);
            figure("log flushes", "/" + unit, c.logFlushes() / operations);
        });
        if (own > server) {
            report.progress(
                    "    the generator used more CPU time than the server: the rate is the generator's");
        }
    }

    /** Median, 99th percentile and greatest of some times. */
    public void latencies(String name, Latencies times) {
        figure(name + ", median", "ms", times.millis(0.5));
        figure(name + ", 99 %", "ms", times.millis(0.99));
        figure(name + ", greatest", "ms", times.millis(1));
    }

    /** Any other figure of this case. */
    public void figure(String name, String unit, double value) {
        report.add(new Figure(scenario, variant, subject.name(), name, unit, value));
    }
}
