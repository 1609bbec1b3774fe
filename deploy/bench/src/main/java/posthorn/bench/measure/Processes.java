package posthorn.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes have used, as Linux tells below {@code /proc}. */
public final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre");
    private static final int PARENT = 1;
    private static final int USER_TIME = 11;
    private static final int CHILDREN_SYSTEM_TIME = 14;
    private static final double MILLIS_PER_TICK = 10;

    private Processes() {}

    /**
     * CPU time in milliseconds of these processes, of their descendants, and of those descendants
     * that have ended and were waited for. The clock's step is 10 ms.
     */
    public static double cpuMillis(Collection<Long> roots) {
        double ticks = 0;
        for (List<String> stat : tree(roots).values()) {
            for (int field = USER_TIME; field <= CHILDREN_SYSTEM_TIME; field++) {
                ticks += Double.parseDouble(stat.get(field));
            }
        }
        return ticks * MILLIS_PER_TICK;
    }

    /**
     * The part of {@link #cpuMillis} that compilers of Java's machine have used; 0 where there is
     * none.
     */
    public static double compilerMillis(Collection<Long> roots) {
        double ticks = 0;
        for (long pid : tree(roots).keySet()) {
            try (Stream<Path> threads = Files.list(PROC.resolve(pid + "/task"))) {
                ticks +=
                        threads.filter(Processes::compiles)
                                .map(Processes::stat)
                                .filter(stat -> !stat.isEmpty())
                                .mapToDouble(Processes::ownTicks)
                                .sum();
            } catch (IOException | UncheckedIOException ended) {
                // It has ended meanwhile and compiles nothing.
            }
        }
        return ticks * MILLIS_PER_TICK;
    }

    private static boolean compiles(Path thread) {
        try {
            return COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
        } catch (IOException ended) {
            return false;
        }
    }

    private static double ownTicks(List<String> stat) {
        return Double.parseDouble(stat.get(USER_TIME))
                + Double.parseDouble(stat.get(USER_TIME + 1));
    }

    /** CPU time in milliseconds of this process alone: servers may be children of it. */
    public static double ownCpuMillis() {
        return ownTicks(stat(PROC.resolve("self"))) * MILLIS_PER_TICK;
    }

    /**
     * Memory in KiB that these processes and their descendants hold; pages that several share are
     * divided among them (Pss).
     */
    public static double memoryKib(Collection<Long> roots) {
        double sum = 0;
        for (long pid : tree(roots).keySet()) {
            try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/smaps_rollup"))) {
                sum +=
                        lines.filter(line -> line.startsWith("Pss:"))
                                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]))
                                .sum();
            } catch (IOException | UncheckedIOException ended) {
                // It has ended meanwhile and holds nothing.
            }
        }
        return sum;
    }

    /** Of roots and descendants, the fields of {@code stat} behind the name. */
    private static Map<Long, List<String>> tree(Collection<Long> roots) {
        Map<Long, List<String>> all = new HashMap<>();
        Map<Long, Set<Long>> children = new HashMap<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : entries.toList()) {
                if (Character.isDigit(entry.getFileName().toString().charAt(0))) {
                    long pid = Long.parseLong(entry.getFileName().toString());
                    List<String> stat = stat(entry);
                    if (!stat.isEmpty()) {
                        all.put(pid, stat);
                        children.computeIfAbsent(
                                        Long.valueOf(stat.get(PARENT)), p -> new HashSet<>())
                                .add(pid);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<Long, List<String>> wanted = new HashMap<>();
        Deque<Long> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            long pid = open.pop();
            if (all.containsKey(pid)) {
                wanted.put(pid, all.getOrDefault(pid, List.of()));
                open.addAll(children.getOrDefault(pid, Set.of()));
            }
        }
        return wanted;
    }

    private static List<String> stat(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            return new ArrayList<>(List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")));
        } catch (IOException ended) {
            return List.of();
        }
    }
}
