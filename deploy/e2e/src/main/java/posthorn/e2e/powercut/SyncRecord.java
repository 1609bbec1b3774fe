package posthorn.e2e.powercut;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes down, in the process of the broker, how long a file was when a sync of it began that has
 * completed. Lines: length, blank, path.
 */
public final class SyncRecord {

    private static final ThreadLocal<Begun> CURRENT = new ThreadLocal<>();
    private static volatile @Nullable FileChannel out;

    private SyncRecord() {}

    record Begun(File file, long length) {}

    static void into(Path file) {
        try {
            out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before the sync: only what is there now is certain to be on disk after it. */
    public static void begin(Object fileRecords) {
        try {
            File file = (File) fileRecords.getClass().getMethod("file").invoke(fileRecords);
            FileChannel channel =
                    (FileChannel) fileRecords.getClass().getMethod("channel").invoke(fileRecords);
            CURRENT.set(new Begun(file, channel.size()));
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException("the broker's files look different in this version", e);
        }
    }

    /** After it. */
    public static void end() {
        Begun begun = CURRENT.get();
        FileChannel channel = out;
        if (begun == null || channel == null) {
            throw new IllegalStateException("a sync ended that had not begun");
        }
        CURRENT.remove();
        try {
            channel.write(
                    ByteBuffer.wrap(
                            (begun.length() + " " + begun.file() + "\n")
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
