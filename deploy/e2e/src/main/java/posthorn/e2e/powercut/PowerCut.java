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

/** Cuts the broker's files back to what a disk was sure to have. */
public final class PowerCut {

    private PowerCut() {}

    /**
     * Cuts every {@code .log} file below {@code directory} to its length at the last completed
     * sync; one that was never synced becomes empty. Indexes go: the broker makes them anew.
     *
     * @param record what {@link SyncRecord} wrote
     * @return octets that were cut off
     */
    public static long broker(Path directory, Path record) {
        Map<Path, Long> synced = lengths(record);
        long lost = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".log")) {
                    lost += cut(file, synced.getOrDefault(file.toAbsolutePath().normalize(), 0L));
                } else if (name.endsWith(".index") || name.endsWith(".timeindex")) {
                    Files.delete(file);
                }
            }
            return lost;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Path, Long> lengths(Path record) {
        Map<Path, Long> lengths = new HashMap<>();
        try {
            List<String> lines = Files.exists(record) ? Files.readAllLines(record) : List.of();
            for (String line : lines) {
                int tab = line.indexOf('\t');
                Path file = Path.of(line.substring(tab + 1)).toAbsolutePath().normalize();
                lengths.merge(file, Long.parseLong(line.substring(0, tab)), Math::max);
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
