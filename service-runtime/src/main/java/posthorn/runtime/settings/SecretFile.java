package posthorn.runtime.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file whose first line is a secret. */
public final class SecretFile {

    private static final int SHORTEST = 16;

    private SecretFile() {}

    /**
     * The secret, read once.
     *
     * @param key the setting that named the file, for the error
     * @throws BadSetting when the file cannot be read or its first line has fewer than 16
     *     characters
     */
    public static String read(String key, Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new BadSetting(key, "is " + file + ", which cannot be read");
        }
        String secret = lines.isEmpty() ? "" : lines.getFirst().strip();
        if (secret.length() < SHORTEST) {
            throw new BadSetting(
                    key,
                    "the first line of "
                            + file
                            + " has to be a secret of at least "
                            + SHORTEST
                            + " characters");
        }
        return secret;
    }
}
