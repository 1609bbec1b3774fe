package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.system.ProcessSystem;

/** A system of processes that cannot be started leaves none of them. */
class FailedStartTest {

    @TempDir Path directory = Path.of("unset");

    @Test
    void nothingGoesOnRunning() {
        Set<ProcessHandle> before = children();
        IllegalStateException told =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                ProcessSystem.start(
                                        directory, List.of("-Dposthorn.no-such-thing=1")));
        assertTrue(String.valueOf(told.getMessage()).contains("no-such-thing"), told.getMessage());
        assertEquals(before, children());
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .collect(Collectors.toSet());
    }
}
