package posthorn.store.rocks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A record of how much of each log file was on the disk for certain, for tests of a power cut. A
 * killed process leaves behind what the operating system had in memory; a test cuts the files back
 * to the recorded lengths and has what a power cut would have left at the least.
 *
 * <p>Each line is one file at one completed sync: {@code length name}. The last line of a file
 * counts; a file without a line has length 0.
 */
final class SyncedLengths implements AutoCloseable {
    private final Path directory;
    private final BufferedWriter out;

    /** Begins a record in {@code file} of the {@code *.log} files of {@code directory}. */
    SyncedLengths(Path directory, Path file) throws IOException {
        this.directory = directory;
        this.out =
                Files.newBufferedWriter(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
    }

    /** The lengths right now, as lines to {@link #completed} after the sync that follows. */
    List<String> measure() throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
            for (Path log : logs) {
                lines.add(Files.size(log) + " " + log.getFileName());
            }
        }
        return lines;
    }

    /** Writes down lengths that were measured before a sync which is complete now. */
    void completed(List<String> lines) throws IOException {
        for (String line : lines) {
            out.write(line);
            out.newLine();
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
