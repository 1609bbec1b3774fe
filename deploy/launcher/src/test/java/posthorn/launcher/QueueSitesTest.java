package posthorn.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code queue sites} against a small HTTP server. */
class QueueSitesTest {

    private final ApiServer api = new ApiServer();
    private final StringWriter out = new StringWriter();

    @TempDir private Path data;

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void sitesAreATableWithWarmUpsBelow() throws IOException {
        api.answers(
                "GET /v1/sites?limit=100",
                200,
                """
                {"items":[
                  {"site":"google.com","connections":5,"perMinute":60,"lostInRow":0,"workers":2,
                   "lastHost":"mx","lastReply":"421 4.7.28 slow down"},
                  {"site":"a.test","connections":10,"perMinute":0,"lostInRow":0,"workers":1,
                   "lastHost":"mx","lastReply":"250 ok"}],
                 "warmUps":[{"warmUp":"default google.com","bound":200,"taken":17}]}
                """);
        assertEquals(0, run("queue", "sites"));
        assertEquals(
                """
                SITE        CONNECTIONS  PER MINUTE  NO REPLY  WORKERS  LAST HEARD  LAST REPLY
                google.com  5            60          0         2        -           421 4.7.28 slow down
                a.test      10           -           0         1        -           250 ok
                Warm-up default google.com: 17 of 200 messages today.
                """,
                out.toString());
    }

    private int run(String... command) throws IOException {
        Files.writeString(data.resolve("admin-token"), "0123456789abcdef\n");
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--url", api.url(), "--data-dir", data.toString()));
        CommandLine line = Posthorn.commandLine();
        line.setOut(new PrintWriter(out, true));
        return line.execute(arguments.toArray(String[]::new));
    }
}
