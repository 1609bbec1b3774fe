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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands for app passwords, switches, second factors and sign-ins. */
class AccessCommandsTest {

    private static final String SWITCHES =
            "{\"imap\":{\"on\":true,\"from\":\"installation\"},\"pop3\":{\"on\":false,\"from\":\"account\"},"
                    + "\"smtp\":{\"on\":true,\"from\":\"domain\"},\"forwarding\":{\"on\":true,\"from\":\"installation\"}}";

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

    private int run(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("--url", api.url(), "--data-dir", data.toString()));
        CommandLine line = Posthorn.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "account app-password add a@a.test Phone|POST /v1/accounts/a%40a.test/app-passwords|{\"name\":\"Phone\",\"protocols\":[\"imap\",\"smtp\"]}",
                "account app-password add a@a.test Phone --for pop3|POST /v1/accounts/a%40a.test/app-passwords|{\"name\":\"Phone\",\"protocols\":[\"pop3\"]}",
                "account app-password revoke a@a.test 1f|DELETE /v1/accounts/a%40a.test/app-passwords/1f|''",
                "account switches a@a.test --pop3 off|PATCH /v1/accounts/a%40a.test/switches|{\"pop3\":{\"on\":false}}",
                "account switches a@a.test --pop3 default|PATCH /v1/accounts/a%40a.test/switches|{\"pop3\":{\"on\":null}}",
                "domain switches a.test --imap on|PATCH /v1/domains/a.test/switches|{\"imap\":{\"on\":true}}",
                "account sign-ins confirm a@a.test 7|POST /v1/accounts/a%40a.test/sign-ins/7/confirm|{}",
                "account sign-ins disown a@a.test 7|POST /v1/accounts/a%40a.test/sign-ins/7/disown|{}"
            })
    void eachCommandIsOneCall(String command, String request, String body) {
        api.answers(request, 200, "{}");
        assertEquals(0, run(command), err::toString);
        ApiServer.Asked asked = api.asked().getLast();
        assertEquals(request, asked.method() + " " + asked.path());
        assertEquals(body, asked.body());
    }

    @Test
    void newAppPasswordIsPrinted() {
        api.answers(
                "POST /v1/accounts/a%40a.test/app-passwords",
                201, "{\"id\":\"1\",\"password\":\"k7dm-2qxa-w5ne-h3uv\"}");
        assertEquals(0, run("account app-password add a@a.test Phone"));
        assertEquals("k7dm-2qxa-w5ne-h3uv", out.toString().lines().toList().getLast());
    }

    @Test
    void switchesSayWhoHasSetThem() {
        api.answers("GET /v1/accounts/a%40a.test/switches", 200, SWITCHES);
        assertEquals(0, run("account switches a@a.test"));
        assertEquals(
                List.of(
                        "SWITCH      IS   SAID BY",
                        "imap        on   installation",
                        "pop3        off  account",
                        "smtp        on   domain",
                        "forwarding  on   installation"),
                out.toString().lines().toList());
        assertEquals(2, run("account switches a@a.test --pop3 maybe"), "a word that is none");
    }

    @Test
    void signInsAreATable() {
        api.answers(
                "GET /v1/accounts/a%40a.test/sign-ins?limit=1000",
                200,
                "{\"items\":[{\"id\":\"7\",\"time\":\"2026-11-28T10:00:00Z\",\"outcome\":\"blocked\",\"count\":3,"
                        + "\"protocol\":\"imap\",\"address\":\"192.0.2.1\",\"client\":\"x\\u001b[31m\"}]}");
        assertEquals(0, run("account sign-ins list a@a.test"));
        assertTrue(out.toString().contains("7   2026-11-28T10:00:00Z  blocked  3"), out::toString);
        assertTrue(out.toString().indexOf('\u001b') < 0, "a client's name steers no terminal");
    }

    @Test
    void whoHasLostEverythingIsLetInWithThePasswordAlone() {
        api.answers(
                "GET /v1/accounts/a%40a.test/second-factor",
                200,
                "{\"totp\":true,\"passkeys\":[{\"id\":\"ab\",\"name\":\"phone\",\"created\":\"2026-11-28T10:00:00Z\"}],"
                        + "\"recoveryCodes\":3}");
        api.answers("DELETE /v1/accounts/a%40a.test/second-factor/passkeys/ab", 204, "");
        api.answers("DELETE /v1/accounts/a%40a.test/second-factor/totp", 204, "");
        assertEquals(0, run("account second-factor show a@a.test"));
        assertTrue(out.toString().contains("passkey: phone"), out::toString);
        assertEquals(0, run("account second-factor remove a@a.test"), err::toString);
        assertEquals(4, api.asked().size());
    }
}
