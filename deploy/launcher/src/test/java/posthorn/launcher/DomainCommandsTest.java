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

/** What {@code domain} shows of records, keys and reports, against a small HTTP server. */
class DomainCommandsTest {

    private final ApiServer api = new ApiServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

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
    void recordsArePrintedAsAZoneFileHasThem() {
        String line = "example.test. 3600 IN MX 10 mail.example.test.";
        String answer = "{\"records\":[{\"why\":\"mail\",\"zone\":\"" + line + "\"}]}";
        api.answers("GET /v1/domains/example.test/dns", 200, answer);
        assertEquals(0, run("domain dns example.test"), err::toString);
        assertEquals(0, run("domain dns example.test --zone"), err::toString);
        assertEquals(List.of("; mail", line, line), out.toString().lines().toList());
    }

    @Test
    void reportsOfOthersAreShownInShortAndInDetail() {
        String row = "{\"count\":3,\"passed\":false,\"source\":\"192.0.2.1\",\"words\":\"why\"}";
        String report =
                "{\"kind\":\"dmarc\",\"organization\":\"other.test\",\"begin\":\"2026-11-29T00:00:00Z\",\"passed\":7,"
                        + "\"failed\":3,\"rows\":["
                        + row
                        + "]}";
        api.answers("GET /v1/reports/example.test", 200, "{\"items\":[" + report + "]}");
        assertEquals(0, run("domain reports example.test"), err::toString);
        assertTrue(out.toString().matches("(?s)FROM .*dmarc +other.test +7 +3.*"), out::toString);
        assertEquals(-1, out.toString().indexOf("why"));
        assertEquals(0, run("domain reports example.test --rows"), err::toString);
        assertTrue(out.toString().contains("192.0.2.1"), out::toString);
        api.answers("GET /v1/reports/example.test", 200, "{\"items\":[]}");
        assertEquals(0, run("domain reports example.test"), err::toString);
        assertTrue(out.toString().contains("posthorn domain dns example.test"), out::toString);
    }

    @Test
    void keysAreShownAndMade() {
        String keys = "{\"keys\":[{\"selector\":\"r1\",\"state\":\"signing\"}]}";
        api.answers("GET /v1/domains/example.test/dkim", 200, keys);
        api.answers("POST /v1/domains/example.test/dkim/rotate", 200, keys);
        assertEquals(0, run("domain dkim show example.test"), err::toString);
        assertTrue(out.toString().matches("(?s)SELECTOR .*r1 +signing.*"), out::toString);
        assertEquals(0, run("domain dkim rotate example.test"), err::toString);
        assertTrue(out.toString().contains("posthorn domain dns example.test"));
    }

    private int run(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("--url", api.url(), "--data-dir", data.toString()));
        CommandLine line = Posthorn.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words.toArray(String[]::new));
    }
}
