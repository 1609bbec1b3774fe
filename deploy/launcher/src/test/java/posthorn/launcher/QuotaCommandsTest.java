package posthorn.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

/** What {@code quota} and {@code vacation} ask for and show, against a small HTTP server. */
class QuotaCommandsTest {

    private static final String QUOTA = "/v1/accounts/a%40example.test/quota";
    private static final String VACATION = "/v1/accounts/a%40example.test/vacation";

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
    void quotaIsShownAndSet() {
        String quota =
                "{\"octets\":{\"used\":7,\"limit\":500000000},\"messages\":{\"used\":1},\"from\":\"domain\"}";
        api.answers("GET " + QUOTA, 200, quota);
        api.answers("PUT " + QUOTA, 200, quota);
        api.answers("DELETE " + QUOTA, 200, quota);
        assertEquals(0, run("account quota a@example.test"), err::toString);
        assertTrue(
                out.toString().matches("(?s).*octets +7 +500000000.*messages +1 +none.*"),
                out::toString);
        assertEquals(0, run("account quota a@example.test --octets 500MB"), err::toString);
        assertEquals(0, run("account quota a@example.test --messages none"), err::toString);
        assertEquals(0, run("account quota a@example.test --inherit"), err::toString);
        assertNotEquals(0, run("account quota a@example.test --octets much"));
    }

    @Test
    void quotaOfADomainIsShown() {
        api.answers(
                "GET /v1/domains/example.test/quota",
                200,
                "{\"octets\":{\"limit\":9},\"messages\":{},\"from\":\"installation\"}");
        assertEquals(0, run("domain quota example.test"), err::toString);
        assertTrue(out.toString().matches("(?s).*octets +- +9.*"), out::toString);
    }

    @Test
    void vacationIsSetShownAndEnded() {
        String vacation = "{\"subject\":\"away\",\"text\":\"later\",\"days\":7}";
        api.answers("PUT " + VACATION, 200, vacation);
        api.answers("GET " + VACATION, 200, vacation);
        api.answers("DELETE " + VACATION, 204, "");
        assertEquals(
                0,
                run("account vacation set a@example.test --subject away --text later"),
                err::toString);
        assertEquals(0, run("account vacation show a@example.test"), err::toString);
        assertTrue(out.toString().contains("until it is ended: away"), out::toString);
        assertEquals(0, run("account vacation end a@example.test"), err::toString);
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
