package posthorn.e2e.powercut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cuts log files back to what a disk was sure to have. */
public final class PowerCut {

    private PowerCut() {}

    /** As {@link #store}, and the broker's indexes go: it makes them anew. */
    public static long broker(Path directory, Path record) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(f ->
                                    f.toString().endsWith(".index")
                                            || f.toString().endsWith(".timeindex"))
                            .toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return store(directory, record);
    }

    /**
     * Cuts every {@code .log} file below {@code directory} to its length at the last completed
     * sync; one that was never synced becomes empty.
     *
     * @param record lines of a length, a blank and a file, in the directory or absolute; missing:
     *     nothing was ever synced
     * @return octets that were cut off
     */
    public static long store(Path directory, Path record) {
        Map<Path, Long> synced = lengths(directory, record);
        long lost = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(".log"))
                            .toList()) {
                lost += cut(file, synced.getOrDefault(file.toAbsolutePath().normalize(), 0L));
            }
            return lost;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Path, Long> lengths(Path directory, Path record) {
        Map<Path, Long> lengths = new HashMap<>();
        try {
            List<String> lines = Files.exists(record) ? Files.readAllLines(record) : List.of();
            for (String line : lines) {
                int blank = line.indexOf(' ');
                Path file =
                        directory.resolve(line.substring(blank + 1)).toAbsolutePath().normalize();
                lengths.merge(file, Long.parseLong(line.substring(0, blank)), Math::max);
            }
            return lengths;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long lost = Math.max(0, channel.size() - length);
            channel.truncate(Math.min(length, channel.size()));
            return lost;
        }
    }
}
