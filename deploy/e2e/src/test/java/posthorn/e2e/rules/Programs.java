package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import posthorn.e2e.site.TestMessages;

/** Programs of this machine that others wrote. */
final class Programs {

    private Programs() {}

    /** Where a program is; the test is skipped when it is not there. */
    static String find(String name) {
        List<Path> found =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .toList();
        Assumptions.assumeFalse(found.isEmpty(), "skipped: install " + name);
        return found.getFirst().toString();
    }

    /** What a program prints that ends well. */
    static byte[] run(Path folder, String program, String... arguments)
            throws IOException, InterruptedException {
        Ended ended = tryRun(folder, program, arguments);
        assertEquals(0, ended.status(), TestMessages.text(ended.output()) + ended.errors());
        return ended.output();
    }

    /** How a program has ended. */
    record Ended(int status, byte[] output, String errors) {}

    /** Runs a program to its end. */
    static Ended tryRun(Path folder, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path printed = Files.createTempFile(folder, "printed", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(printed.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), program + " does not end");
        return new Ended(
                process.exitValue(),
                Files.readAllBytes(printed),
                TestMessages.text(Files.readAllBytes(errors)));
    }
}
