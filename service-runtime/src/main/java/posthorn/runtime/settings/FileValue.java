package posthorn.runtime.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * What one or more files say, read again when they have changed, so that a secret or certificate
 * that is replaced (as Kubernetes, Strimzi and cert-manager do) counts without a restart. The files
 * are looked at when the value is asked for and has not been looked at for a while: nothing runs
 * beside that. While the files cannot be used, what they said before counts, and the log says so
 * once; contents are never logged. Safe for all threads.
 *
 * @param <T> what it is; immutable
 */
public final class FileValue<T> {

    /** How long what was read counts before the files are looked at again. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(FileValue.class);
    private static final long LARGEST = 1024 * 1024;

    private final String key;
    private final List<Path> files;
    private final Parser<T> parser;
    private final long everyNanos;
    private final LongSupplier nanos;
    private final AtomicLong looked;
    private volatile Read<T> current;
    private volatile String complaint = "";

    /** Makes a value of what stands in the files, in their order. */
    @FunctionalInterface
    public interface Parser<T> {
        /** Fails with words that tell nothing secret where the contents cannot be used. */
        T parse(List<byte[]> contents) throws IOException, GeneralSecurityException;
    }

    /** Contents, and what they were found to say. */
    private record Read<T>(List<byte[]> contents, T value) {
        boolean isOf(List<byte[]> others) {
            for (int i = 0; i < contents.size(); i++) {
                if (!Arrays.equals(contents.get(i), others.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads the files at once.
     *
     * @param key the setting that names the first file, for errors
     * @throws BadSetting when a file cannot be read or used
     */
    public FileValue(String key, List<Path> files, Parser<T> parser) {
        this(key, files, parser, EVERY, System::nanoTime);
    }

    FileValue(String key, List<Path> files, Parser<T> parser, Duration every, LongSupplier nanos) {
        this.key = key;
        this.files = List.copyOf(files);
        this.parser = parser;
        this.everyNanos = every.toNanos();
        this.nanos = nanos;
        this.looked = new AtomicLong(nanos.getAsLong());
        List<byte[]> contents = contents();
        this.current = new Read<>(contents, parsed(contents));
    }

    /** What the files say now; the same object as long as they say the same. */
    public T get() {
        long before = looked.get();
        long now = nanos.getAsLong();
        if (now - before >= everyNanos && looked.compareAndSet(before, now)) {
            look();
        }
        return current.value();
    }

    private void look() {
        try {
            List<byte[]> contents = contents();
            if (!current.isOf(contents)) {
                current = new Read<>(contents, parsed(contents));
                LOG.infof("%s has changed and is in use", files.getFirst());
            }
            complaint = "";
        } catch (BadSetting e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(complaint)) {
                complaint = problem;
                LOG.errorf("what was in use stays so: %s", problem);
            }
        }
    }

    private List<byte[]> contents() {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.size(file) > LARGEST) {
                    throw new BadSetting(key, file + " is larger than 1 MiB");
                }
                contents.add(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new BadSetting(key, file + " cannot be read");
            }
        }
        return contents;
    }

    private T parsed(List<byte[]> contents) {
        try {
            return parser.parse(contents);
        } catch (IOException | GeneralSecurityException e) {
            throw new BadSetting(
                    key, files.getFirst() + " cannot be used (" + e.getMessage() + ")");
        }
    }
}
