package posthorn.mailbox.signin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The passwords that guesses begin with; the file says where they are from. */
final class CommonPasswords {

    private static final String FILE = "common-passwords.txt";

    private CommonPasswords() {}

    /** All of them, in lower case. */
    static Set<String> read() {
        InputStream file = CommonPasswords.class.getResourceAsStream(FILE);
        if (file == null) {
            throw new IllegalStateException(FILE + " is missing");
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
