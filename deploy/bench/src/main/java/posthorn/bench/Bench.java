package posthorn.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import posthorn.bench.measure.Comparison;
import posthorn.bench.measure.Processes;
import posthorn.bench.measure.Report;
import posthorn.bench.scenario.Scenario;
import posthorn.bench.scenario.Scenarios;
import posthorn.bench.scenario.Size;
import posthorn.bench.subject.MeasuredSystem;
import posthorn.bench.subject.NotInstalled;
import posthorn.bench.subject.PostfixDovecot;
import posthorn.bench.subject.Posthorn;
import posthorn.bench.subject.PosthornPods;
import posthorn.bench.subject.Sink;

/** The command line: {@code ./posthorn bench}. */
@Command(
        name = "posthorn bench",
        description = "Measures Posthorn, and another server beside it, over their protocols.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 1 a scenario failed, 2 wrong usage, 4 the other server is not installed."
        })
public final class Bench implements Callable<Integer> {

    private static final int NOT_INSTALLED = 4;

    /** Unmeasured passes of a scenario end when compilers take no more than this share. */
    private static final double MOST_COMPILING = 0.1;

    /** After so long no further pass begins. */
    private static final Duration MOST_WARM_UP = Duration.ofSeconds(90);

    private static final String POSTFIX_DOVECOT = "postfix-dovecot";

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "What to run (default: all); --list names them.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "List the scenarios.")
    private boolean list;

    @Option(names = "--full", description = "The large sizes: takes hours.")
    private boolean full;

    @Option(
            names = "--smallest",
            description = "The smallest sizes: seconds, figures without meaning.")
    private boolean smallest;

    @Option(
            names = "--cold",
            description =
                    "Measure from the first operation on, without running each scenario before.")
    private boolean cold;

    @Option(
            names = "--against",
            paramLabel = "SERVER",
            description = "Take turns with this server: " + POSTFIX_DOVECOT + ".")
    private Optional<String> against = Optional.empty();

    @Option(
            names = "--pods",
            description =
                    "Measure two pods of each service as processes of their own, and how much of"
                            + " the CPU time each service takes.")
    private boolean pods;

    @Option(
            names = "--json",
            description = "Print one line of JSON for each figure to standard output.")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Add one line of JSON for each figure to this file.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "One more option for Posthorn's java; again for more.")
    private List<String> javaOptions = List.of();

    /** Runs it and ends the process. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        try (Sink sink = Sink.start();
                PrintStream lines = lines()) {
            List<Scenario> all = Scenarios.all(sink);
            if (list) {
                all.forEach(s -> System.out.printf("%-12s %s%n", s.name(), s.description()));
                return 0;
            }
            List<String> unknown = new ArrayList<>(names);
            all.forEach(s -> unknown.remove(s.name()));
            if (!unknown.isEmpty() || against.filter(a -> !a.equals(POSTFIX_DOVECOT)).isPresent()) {
                System.err.println(
                        "posthorn bench: there is no "
                                + (unknown.isEmpty() ? against.orElse("") : unknown.getFirst())
                                + "; --list names the scenarios");
                return CommandLine.ExitCode.USAGE;
            }
            List<Scenario> wanted =
                    all.stream().filter(s -> names.isEmpty() || names.contains(s.name())).toList();
            return run(wanted, sink, new Report(lines, json ? System.err : System.out));
        } catch (NotInstalled e) {
            System.err.println("posthorn bench: " + e.getMessage());
            return NOT_INSTALLED;
        }
    }

    private int run(List<Scenario> scenarios, Sink sink, Report report) throws Exception {
        Path directory = Files.createTempDirectory("posthorn-bench");
        int failed = 0;
        List<MeasuredSystem> subjects = new CopyOnWriteArrayList<>();
        Thread interrupted = new Thread(() -> subjects.forEach(MeasuredSystem::close), "stop");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            // The other one first: where it is missing, nothing is started.
            if (against.isPresent()) {
                subjects.add(PostfixDovecot.start(directory.resolve(POSTFIX_DOVECOT), sink));
            }
            report.progress("starting posthorn in " + directory);
            subjects.add(0, posthorn(directory.resolve("posthorn"), sink));
            if (!smallest && !cold) {
                warmUp(scenarios, subjects.getFirst(), report);
            }
            for (Scenario scenario : scenarios) {
                report.progress(scenario.name() + ": " + scenario.description());
                for (MeasuredSystem subject : subjects) {
                    failed += ended(scenario, subject, report) ? 0 : 1;
                }
            }
            if (subjects.size() > 1) {
                Comparison.of(report.figures()).forEach(report::progress);
            }
        } finally {
            if (ours(interrupted)) {
                subjects.forEach(MeasuredSystem::close);
                delete(directory);
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private MeasuredSystem posthorn(Path directory, Sink sink) throws IOException {
        return pods
                ? PosthornPods.start(directory, sink, javaOptions)
                : Posthorn.start(directory, sink, javaOptions);
    }

    /** Whether it is on us to stop: false once the process was told to end. */
    private static boolean ours(Thread interrupted) {
        try {
            return Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    /** What is compiled while it runs is measured once most of it is compiled. */
    private void warmUp(List<Scenario> scenarios, MeasuredSystem subject, Report report)
            throws Exception {
        for (Scenario scenario : scenarios) {
            long end = System.nanoTime() + MOST_WARM_UP.toNanos();
            boolean goesOn = scenario.warmsUp();
            for (int pass = 1; goesOn; pass++) {
                double share = compilerShare(scenario, subject);
                goesOn = share > MOST_COMPILING && System.nanoTime() < end;
                report.progress(
                        "warming up: %s, pass %d: %.0f %% of the CPU time was the compiler's"
                                .formatted(scenario.name(), pass, 100 * share));
            }
        }
    }

    /** How much of the CPU time of one unmeasured pass the compiler used. */
    private static double compilerShare(Scenario scenario, MeasuredSystem subject)
            throws Exception {
        double all = Processes.cpuMillis(subject.processes());
        double compiler = Processes.compilerMillis(subject.processes());
        scenario.run(subject, Size.WARM_UP, new Report(nowhere(), nowhere()));
        return (Processes.compilerMillis(subject.processes()) - compiler)
                / (Processes.cpuMillis(subject.processes()) - all);
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    private boolean ended(Scenario scenario, MeasuredSystem subject, Report report) {
        try {
            scenario.run(subject, size(), report);
            return true;
        } catch (Exception e) {
            report.progress(scenario.name() + " failed with " + subject.name() + ": " + e);
            return false;
        }
    }

    private Size size() {
        if (smallest) {
            return Size.SMALLEST;
        }
        return full ? Size.FULL : Size.USUAL;
    }

    private PrintStream lines() throws IOException {
        OutputStream stream =
                output.isPresent()
                        ? Files.newOutputStream(
                                output.get(),
                                java.nio.file.StandardOpenOption.CREATE,
                                java.nio.file.StandardOpenOption.APPEND)
                        : json ? new Uncloseable(System.out) : OutputStream.nullOutputStream();
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static final class Uncloseable extends java.io.FilterOutputStream {
        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
