package posthorn.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A password, from a prompt or from standard input. It is never taken from the command line, which
 * everybody on the machine can read while the command runs.
 */
final class Password {

    @Option(
            names = "--password",
            hidden = true,
            arity = "0..1",
            description = "Refused: a command line can be read by everybody on the machine.")
    Optional<String> onCommandLine = Optional.empty();

    /**
     * The password that was typed, or the first line of standard input.
     *
     * @throws ServerFailure when there is none; the message says what to do
     */
    String read() {
        if (onCommandLine.isPresent()) {
            throw wrong(
                    "a password on the command line can be read by everybody on this machine while"
                            + " the command runs. Leave --password out: the password is asked for,"
                            + " or give it as the first line of standard input.");
        }
        @Nullable Console console = System.console();
        return console != null && console.isTerminal() ? askTwice(console) : firstLine();
    }

    /**
     * A password that exists: typed once, or the first line of standard input.
     *
     * @param prompt what is asked in a terminal
     * @throws ServerFailure when there is none
     */
    static String ask(String prompt) {
        @Nullable Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return firstLine();
        }
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw wrong("no password was given; nothing was changed.");
        }
        return new String(typed);
    }

    private static String askTwice(Console console) {
        char[] first = console.readPassword("Password: ");
        char[] second = first == null ? null : console.readPassword("Once more: ");
        if (first == null || second == null) {
            throw wrong("no password was given; nothing was changed.");
        }
        if (!Arrays.equals(first, second)) {
            throw wrong("the two passwords are not the same; nothing was changed. Try again.");
        }
        return new String(first);
    }

    private static String firstLine() {
        try {
            String line =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                            .readLine();
            if (line == null || line.isEmpty()) {
                throw wrong(
                        "no password came from standard input; nothing was changed. Give it as its"
                                + " first line, or run this in a terminal to be asked.");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerFailure wrong(String message) {
        return new ServerFailure(CommandLine.ExitCode.USAGE, message);
    }
}
