package posthorn.e2e.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a running JVM holds, as the JDK's {@code jcmd} and Linux' {@code /proc} tell it.
 *
 * @param pid its process
 */
public record JvmFigures(long pid) {

    private static final int JCMD_SECONDS = 60;
    private static final long KIBI = 1024;
    private static final Pattern HEAP =
            Pattern.compile("\\[0x(?<start>\\p{XDigit}+), 0x(?<end>\\p{XDigit}+)\\)");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(?<octets>\\d+)");
    private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-\\p{XDigit}+ ");

    /**
     * Octets of live objects on the heap, counted in the pause of the collection: what a working
     * process has allocated and dropped by the time somebody looks is not among them.
     */
    public long liveHeap() {
        String histogram = jcmd("GC.class_histogram");
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("the histogram has no total: " + histogram);
        }
        return Long.parseLong(total.group("octets"));
    }

    /** As {@link #liveHeap()}, and all memory outside of the heap, in octets. */
    public long heldMemory() {
        Matcher heap = HEAP.matcher(jcmd("GC.heap_info"));
        if (!heap.find()) {
            throw new IllegalStateException("the collector does not say where its heap is");
        }
        jcmd("System.trim_native_heap");
        return liveHeap()
                + KIBI
                        * residentKibiWithout(
                                Long.parseUnsignedLong(heap.group("start"), 16),
                                Long.parseUnsignedLong(heap.group("end"), 16));
    }

    /** How many threads of the operating system there are; virtual ones are none. */
    public int threads() {
        return entries("task");
    }

    /** How many file handles are open, sockets among them. */
    public int openFiles() {
        return entries("fd");
    }

    private int entries(String what) {
        try (Stream<Path> entries = Files.list(proc(what))) {
            return (int) entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path proc(String what) {
        return Path.of("/proc", Long.toString(pid), what);
    }

    /** Pages that several processes share are divided among them (Pss). */
    private long residentKibiWithout(long start, long end) {
        long sum = 0;
        boolean counts = true;
        try {
            for (String line : Files.readAllLines(proc("smaps"))) {
                Matcher mapping = MAPPING.matcher(line);
                if (mapping.lookingAt()) {
                    long from = Long.parseUnsignedLong(mapping.group(1), 16);
                    counts =
                            Long.compareUnsigned(from, start) < 0
                                    || Long.compareUnsigned(from, end) >= 0;
                } else if (counts && line.startsWith("Pss:")) {
                    sum += Long.parseLong(line.split("\\s+")[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    /**
     * What {@code jcmd} says to a command.
     *
     * @throws IllegalStateException when it does not end in time
     */
    public String jcmd(String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process asking =
                    new ProcessBuilder(jcmd, Long.toString(pid), command)
                            .redirectErrorStream(true)
                            .start();
            String answer =
                    new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!asking.waitFor(JCMD_SECONDS, TimeUnit.SECONDS)) {
                asking.destroyForcibly();
                throw new IllegalStateException("jcmd " + command + " does not end");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
