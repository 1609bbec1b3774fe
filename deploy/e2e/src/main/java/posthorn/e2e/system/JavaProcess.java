package posthorn.e2e.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A Java program as a process of its own. What it prints goes to a file, and lines can be waited
 * for.
 */
public final class JavaProcess implements AutoCloseable {

    /** Option of {@code java} for programs that live as short as a test: no optimizing compiler. */
    public static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int KEPT_LINES = 20_000;

    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ended;

    private JavaProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts one with the Java that runs the tests.
     *
     * @param name for messages
     * @param output file that what it prints is added to
     * @param arguments of {@code java}
     * @param environment added to ours; every variable of ours that begins with {@code POSTHORN_}
     *     is left out
     */
    public static JavaProcess start(
            String name, Path output, List<String> arguments, Map<String, String> environment) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "-XX:+UseCompactObjectHeaders",
                                "--sun-misc-unsafe-memory-access=allow",
                                "--enable-native-access=ALL-UNNAMED"));
        options.addAll(arguments);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return start(name, java, output, options, environment);
    }

    /** As {@link #start(String, Path, List, Map)}, with a Java of choice and nothing added. */
    static JavaProcess start(
            String name,
            Path java,
            Path output,
            List<String> arguments,
            Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("POSTHORN_"));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            JavaProcess started = new JavaProcess(name, builder.start());
            // Reading a pipe keeps the thread that carries a virtual one.
            Thread.ofPlatform()
                    .daemon()
                    .name("output of " + name)
                    .start(() -> started.copyOutput(output));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyOutput(Path output) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                var writer =
                        Files.newBufferedWriter(
                                output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                writer.write(line);
                writer.newLine();
                writer.flush();
                keep(line);
            }
        } catch (IOException e) {
            keep("output ended: " + e);
        } finally {
            end();
        }
    }

    private void keep(String line) {
        lock.lock();
        try {
            if (lines.size() < KEPT_LINES) {
                lines.add(line);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first line that fits, also one that was printed before; waits for it.
     *
     * @throws IllegalStateException when the process ends first, or it does not come in time; the
     *     message has the last lines
     */
    public String awaitLine(Predicate<String> fits, Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            int seen = 0;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (fits.test(lines.get(seen))) {
                        return lines.get(seen);
                    }
                }
                if (ended || nanos <= 0) {
                    throw new IllegalStateException(
                            (ended ? name + " has ended" : name + " says nothing of it")
                                    + ":\n"
                                    + tail());
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** What it has printed so far, at most 20,000 lines. */
    public List<String> output() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    private String tail() {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /** kill -9, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(PATIENCE);
    }

    /** SIGTERM; returns the exit code. */
    public int stop() {
        return stop(PATIENCE);
    }

    /** As {@link #stop()}, for one that has much to do before it ends. */
    public int stop(Duration patience) {
        // Process.destroy would close what it still has to say.
        process.toHandle().destroy();
        return awaitEnd(patience)
                .orElseThrow(() -> new IllegalStateException(name + " does not stop"));
    }

    /** The exit code; empty: it still runs after that time. */
    public Optional<Integer> awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it holds. */
    public JvmFigures figures() {
        return new JvmFigures(pid());
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Of the operating system. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
