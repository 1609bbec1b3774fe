package posthorn.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code queue show} and {@code trace} say of failures. */
class ExplanationsTest {

    private final ApiServer api = new ApiServer();
    private final StringWriter out = new StringWriter();

    @TempDir private Path data;

    @BeforeEach
    void token() throws IOException {
        Files.writeString(data.resolve("admin-token"), "0123456789abcdef\n");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void queueAndTraceSayOnceWhatFailuresMeanAndWhatToDo() {
        String failed =
                "{\"kind\":\"DEFERRED\",\"state\":\"WAITING\",\"reason\":\"mailbox-full\","
                        + "\"explanation\":\"It is full.\",\"advice\":\"Wait.\\u001b\"}";
        String entries = "[" + failed + ",{\"kind\":\"RELAYED\"}," + failed + "]";
        api.answers("GET /v1/queue/m1", 200, "{\"id\":\"m1\",\"recipients\":" + entries + "}");
        api.answers("GET /v1/traces/m1", 200, "{\"events\":" + entries + "}");
        for (String command : List.of("queue show m1", "trace m1")) {
            out.getBuffer().setLength(0);
            assertEquals(0, run(command));
            List<String> lines = out.toString().lines().toList();
            assertEquals("mailbox-full: It is full. Wait.\uFFFD", lines.getLast());
            assertEquals(1, lines.stream().filter(line -> line.startsWith("mailbox-full")).count());
        }
        out.getBuffer().setLength(0);
        assertEquals(0, run("queue show m1 --json"));
        assertTrue(out.toString().strip().endsWith("}"));
    }

    private int run(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("--url", api.url(), "--data-dir", data.toString()));
        CommandLine line = Posthorn.commandLine();
        line.setOut(new PrintWriter(out, true));
        return line.execute(words.toArray(String[]::new));
    }
}
