package posthorn.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for what {@code up} starts: prints settings, and what everybody sees of them. */
public final class ShowSettings {

    private ShowSettings() {}

    /** Prints what begins with {@code posthorn} or names a file of settings. */
    public static void main(String[] args) throws IOException {
        System.getProperties()
                .forEach((key, value) -> {
                    if (key.toString().startsWith("posthorn")
                            || key.toString().startsWith("smallrye")) {
                        System.out.println(key + "=" + value);
                    }
                });
        System.err.println(Files.readString(Path.of("/proc/self/cmdline")).replace('\0', ' '));
    }
}
