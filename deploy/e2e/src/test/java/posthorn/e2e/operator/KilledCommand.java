package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import posthorn.e2e.system.JavaProcess;

/** A command of {@code posthorn} that dies in the middle of its work. */
final class KilledCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private KilledCommand() {}

    /**
     * Runs it as a process, and kill -9 as soon as something is so; it must not have ended before.
     *
     * @param output file that what it prints is added to
     */
    static void when(Callable<Boolean> so, Path output, List<String> command) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                JavaProcess.QUICK_START,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "posthorn.launcher.Posthorn"));
        arguments.addAll(command);
        try (JavaProcess process = JavaProcess.start("posthorn", output, arguments, Map.of())) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> so.call() || !process.isAlive());
            assertTrue(process.isAlive(), () -> "it ended too soon: " + process.output());
            process.kill();
        }
    }
}
