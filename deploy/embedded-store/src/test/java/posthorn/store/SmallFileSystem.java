package posthorn.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system in memory at a directory, seen only by processes that are started {@link #inside}
 * of its mount namespace. It goes when it is closed.
 */
final class SmallFileSystem implements AutoCloseable {
    private static final String MOUNT =
            "mount -t tmpfs -o size=\"$1\"m posthorn-test \"$2\" && echo mounted && exec cat";

    private final Process holder;
    private final Path directory;
    private final List<String> inside;

    private SmallFileSystem(Process holder, Path directory, List<String> inside) {
        this.holder = holder;
        this.directory = directory;
        this.inside = inside;
    }

    /** Mounts it; the test is skipped where that is not allowed. */
    static SmallFileSystem mountOrSkip(Path directory, int mebibytes) throws IOException {
        for (List<String> namespace :
                List.of(List.of("--mount"), List.of("--user", "--map-root-user", "--mount"))) {
            List<String> command = new ArrayList<>(List.of("unshare"));
            command.addAll(namespace);
            command.addAll(List.of("sh", "-c", MOUNT, "sh"));
            command.addAll(List.of(Integer.toString(mebibytes), directory.toString()));
            Process holder = start(command);
            if (holder == null) {
                continue;
            }
            BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
            if ("mounted".equals(out.readLine())) {
                return new SmallFileSystem(
                        holder, directory, inside(holder.pid(), namespace.size() > 1));
            }
            holder.destroyForcibly();
        }
        return Assumptions.abort(
                "skipped: a small file system needs unshare of util-linux and the right to mount"
                        + " (root, or user namespaces)");
    }

    private static @Nullable Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException notInstalled) {
            return null;
        }
    }

    private static List<String> inside(long holder, boolean user) {
        List<String> command =
                new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder)));
        if (user) {
            command.addAll(List.of("--user", "--preserve-credentials"));
        }
        command.add("--mount");
        return command;
    }

    /** What a command begins with that sees this file system. */
    List<String> inside() {
        return inside;
    }

    /** Gives it another size. */
    void resize(int mebibytes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(inside);
        String options = String.format(Locale.ROOT, "remount,size=%dm", mebibytes);
        command.addAll(List.of("mount", "-o", options, directory.toString()));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("the file system could not be resized: " + code);
        }
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
