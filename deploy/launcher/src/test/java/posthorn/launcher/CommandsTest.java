package posthorn.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands against a small HTTP server. */
class CommandsTest {

    private static final InputStream STANDARD_INPUT = System.in;

    private final ApiServer api = new ApiServer();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path data;

    @BeforeEach
    void token() throws IOException {
        Files.writeString(data.resolve("admin-token"), "0123456789abcdef\n");
        input("");
    }

    @AfterEach
    void close() {
        api.close();
        System.setIn(STANDARD_INPUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "domain add example.test|POST /v1/domains|{\"name\":\"example.test\"}",
                "domain add example.test --postmaster a@example.test|POST /v1/domains|{\"name\":\"example.test\",\"postmaster\":\"a@example.test\"}",
                "domain delete example.test|DELETE /v1/domains/example.test|''",
                "account disable a@example.test|PATCH /v1/accounts/a%40example.test|{\"state\":\"disabled\"}",
                "account enable a@example.test|PATCH /v1/accounts/a%40example.test|{\"state\":\"active\"}",
                "account role a@example.test --administers x.test,y.test|PATCH /v1/accounts/a%40example.test|{\"administers\":[\"x.test\",\"y.test\"]}",
                "account role a@example.test --administers none|PATCH /v1/accounts/a%40example.test|{\"administers\":[]}",
                "account delete a/b@example.test|DELETE /v1/accounts/a%2Fb%40example.test|''",
                "alias delete i@example.test|DELETE /v1/aliases/i%40example.test|''",
                "queue retry m1|POST /v1/queue/m1/retry|{}",
                "queue drop m1|POST /v1/queue/m1/drop|{}",
                "queue drop m1 --notify|POST /v1/queue/m1/drop?notify=true|{}"
            })
    void eachCommandIsOneCallWithTheToken(String command, String request, String body) {
        api.answers(request, 200, "");
        assertEquals(0, run(command), err::toString);
        ApiServer.Asked asked = api.asked().getLast();
        assertEquals(request, asked.method() + " " + asked.path());
        assertEquals("Bearer 0123456789abcdef", asked.authorization());
        assertEquals(body, asked.body());
        assertEquals(1, out.toString().lines().count(), "one sentence says that it is done");
        assertEquals("", err.toString());
    }

    @Test
    void aliasNamesAddressAndAccount() throws JsonProcessingException {
        api.answers("POST /v1/aliases", 201, "{}");
        assertEquals(0, run("alias add i@example.test a@example.test"));
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"address\":\"i@example.test\",\"account\":\"a@example.test\"}"),
                new ObjectMapper().readTree(api.asked().getLast().body()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "domain",
                "domain add",
                "domain list",
                "domain delete",
                "domain dns",
                "domain reports",
                "domain dkim",
                "domain dkim show",
                "domain dkim rotate",
                "account",
                "account add",
                "account list",
                "account passwd",
                "account disable",
                "account enable",
                "account delete",
                "alias",
                "alias add",
                "alias delete",
                "queue",
                "queue list",
                "queue sites",
                "queue show",
                "queue retry",
                "queue drop",
                "trace",
                "backup",
                "backup verify",
                "restore",
                "export",
                "import",
                "account renumber"
            })
    void helpIsOnStandardOutput(String command) {
        assertEquals(0, execute((command + " --help").strip().split(" ")));
        assertTrue(out.toString().contains("Usage: posthorn " + command), out::toString);
        assertEquals("", err.toString());
        assertEquals(0, api.asked().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain",
                "domain add",
                "account add",
                "account add a@example.test b@example.test",
                "queue list --limit many",
                "queue list --no-such-option",
                "trace",
                "backup",
                "backup x --keep 0",
                "backup verify",
                "restore",
                "export",
                "export --to maildir:x a@example.test --all",
                "import",
                "import --from mbox:x",
                "account renumber",
                "account renumber --from 7"
            })
    void wrongUsageIsTwoAndSaysWhatThereIs(String command) {
        assertEquals(2, execute(command.split(" ")));
        assertTrue(err.toString().contains("Usage: posthorn"), err::toString);
        assertEquals("", out.toString());
        assertEquals(0, api.asked().size());
    }

    @Test
    void mistypedCommandIsTwoAndNamesTheNearest() {
        assertEquals(2, execute("domain", "ad", "example.test"));
        assertTrue(err.toString().contains("Did you mean: domain add?"), err::toString);
    }

    @Test
    void refusalIsOneAndSaysWhatToDo() {
        api.answers(
                "POST /v1/domains",
                409,
                "{\"title\":\"example.test is there already.\",\"detail\":\"Nothing is to be done.\"}");
        assertEquals(1, run("domain add example.test"));
        assertEquals(
                "posthorn: example.test is there already. Nothing is to be done.\n",
                err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void refusalWithoutWordsNamesItsStatus() {
        api.answers("POST /v1/domains", 503, "<html>");
        assertEquals(1, run("domain add example.test"));
        assertEquals("posthorn: the server answered 503\n", err.toString());
    }

    @Test
    void noServerIsThreeAndSaysHowToStartOne() {
        String url = api.url();
        api.close();
        assertEquals(3, run("domain list"));
        assertEquals(
                "posthorn: nothing answers at "
                        + url
                        + ". Is 'posthorn up' running? Else give --url.\n",
                err.toString());
    }

    @Test
    void noTokenIsThreeAndSaysWhereItIsLookedFor() {
        Path none = data.resolve("none");
        assertEquals(
                3, execute("domain", "list", "--url", api.url(), "--data-dir", none.toString()));
        assertEquals(
                "posthorn: cannot read the admin token in "
                        + none.resolve("admin-token")
                        + ". Give --data-dir or --token-file.\n",
                err.toString());
    }

    @Test
    void tokenFileStandsForTheDataDirectory() throws IOException {
        Path token = Files.writeString(data.resolve("other"), "other-token\n");
        api.answers("GET /v1/domains?limit=1000", 200, "{\"items\":[]}");
        assertEquals(
                0, execute("domain", "list", "--url", api.url(), "--token-file", token.toString()));
        assertEquals("Bearer other-token", api.asked().getLast().authorization());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://localhost", "http://", "http://a b"})
    void addressThatIsNoneIsWrongUsage(String url) {
        assertEquals(2, execute("domain", "list", "--data-dir", data.toString(), "--url", url));
        assertTrue(err.toString().contains("--url wants one like"), err::toString);
    }

    @Test
    void passwordIsTheFirstLineOfStandardInput() {
        api.answers("POST /v1/accounts", 201, "{}");
        api.answers("PUT /v1/accounts/a%40example.test/password", 200, "");
        input("wonder land\nmore\n");
        assertEquals(0, run("account add a@example.test"));
        assertTrue(api.asked().getLast().body().contains("\"password\":\"wonder land\""));
        input("pässword");
        assertEquals(0, run("account passwd a@example.test"));
        assertEquals("{\"password\":\"pässword\"}", api.asked().getLast().body());
        assertFalse(out.toString().contains("ssword\""), "a password is not printed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account add a@example.test --password=secret",
                "account add a@example.test --password secret",
                "account add --password secret a@example.test",
                "account passwd a@example.test --password=secret"
            })
    void passwordOnTheCommandLineIsRefusedWithoutRepeatingIt(String command) {
        assertEquals(2, run(command));
        assertTrue(err.toString().contains("standard input"), err::toString);
        assertFalse(err.toString().contains("secret"), err::toString);
        assertEquals(0, api.asked().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void noPasswordChangesNothing(String input) {
        input(input);
        assertEquals(2, run("account add a@example.test"));
        assertTrue(err.toString().contains("nothing was changed"), err::toString);
        assertEquals(0, api.asked().size());
    }

    @Test
    void domainsAreATable() {
        api.answers(
                "GET /v1/domains?limit=1000",
                200,
                "{\"items\":[{\"name\":\"a.test\",\"postmaster\":\"p@a.test\"},"
                        + "{\"name\":\"longer.test\",\"postmaster\":null}]}");
        assertEquals(0, run("domain list"));
        assertEquals(
                """
                DOMAIN       POSTMASTER
                a.test       p@a.test
                longer.test  -
                """,
                out.toString());
    }

    @Test
    void emptyListsSayWhatComesNext() {
        api.answers("GET /v1/domains?limit=1000", 200, "{\"items\":[]}");
        api.answers("GET /v1/accounts?limit=1000&domain=", 200, "{\"items\":[]}");
        api.answers("GET /v1/queue?limit=100", 200, "{\"items\":[]}");
        assertEquals(0, run("domain list"));
        assertEquals(0, run("account list"));
        assertEquals(0, run("queue list"));
        assertEquals(
                """
                There is no domain yet. Next: posthorn domain add DOMAIN
                There is no account yet. Next: posthorn account add ADDRESS
                Nothing waits.
                """,
                out.toString());
    }

    @Test
    void accountsAreListedToTheLastPage() {
        String query = "GET /v1/accounts?limit=1000&domain=a.test";
        api.answers(query, 200, page(0, 1000, "second"));
        api.answers(query + "&cursor=second", 200, page(1000, 1000, "third"));
        api.answers(query + "&cursor=third", 200, page(2000, 7, ""));
        assertEquals(0, run("account list --domain a.test"));
        List<String> lines = out.toString().lines().toList();
        assertEquals(1 + 2007, lines.size());
        assertEquals("u2006@a.test  active  i2006", lines.getLast());
    }

    @Test
    void allPagesAreOneJsonAnswer() throws JsonProcessingException {
        String query = "GET /v1/accounts?limit=1000&domain=";
        api.answers(query, 200, page(0, 1000, "second"));
        api.answers(query + "&cursor=second", 200, page(1000, 0, ""));
        assertEquals(0, run("account list --json"));
        assertEquals(1000, new ObjectMapper().readTree(out.toString()).path("items").size());
    }

    @Test
    void jsonIsTheServersAnswerAndNothingElse() throws JsonProcessingException {
        String answer = "{\"items\":[{\"name\":\"a.test\",\"more\":[1,2]}]}";
        api.answers("GET /v1/domains?limit=1000", 200, answer);
        api.answers("DELETE /v1/domains/a.test", 204, "");
        assertEquals(0, run("domain list --json"));
        assertEquals(
                new ObjectMapper().readTree(answer), new ObjectMapper().readTree(out.toString()));
        out.getBuffer().setLength(0);
        assertEquals(0, run("domain delete a.test --json"));
        assertEquals("{}\n", out.toString());
    }

    @Test
    void queueShowsEachRecipientAndThatThereMayBeMore() {
        String message =
                "{\"id\":\"m1\",\"recipients\":[{\"address\":\"a@far.test\",\"state\":\"waiting\","
                        + "\"attempts\":2,\"lastReply\":\"450 busy\"},{\"address\":\"b@far.test\","
                        + "\"state\":\"bounced\"}]}";
        api.answers("GET /v1/queue?limit=1", 200, "{\"items\":[" + message + "],\"next\":\"x\"}");
        api.answers("GET /v1/queue/m1", 200, message);
        assertEquals(0, run("queue list --limit 1"));
        assertEquals(0, run("queue show m1"));
        String table =
                """
                MESSAGE  RECIPIENT   STATE    ATTEMPTS  NEXT ATTEMPT  LAST REPLY
                m1       a@far.test  waiting  2         -             450 busy
                m1       b@far.test  bounced  0         -             -
                """;
        assertEquals(
                table + "There may be more: these are the first 1, see --limit.\n" + table,
                out.toString());
    }

    @Test
    void repliesOfOtherHostsCannotSteerTheTerminal() {
        api.answers(
                "GET /v1/traces/m1",
                200,
                "{\"events\":[{\"at\":\"2026-11-29T02:00:00Z\",\"kind\":\"DEFERRED\",\"recipient\":\"a@far.test\","
                        + "\"host\":\"mx\",\"reply\":\"450 \\u001b[2J\\u009bx\\r\\nb\\u202ec\"}]}");
        assertEquals(0, run("trace m1"));
        assertEquals(2, out.toString().lines().count());
        assertTrue(out.toString().contains("450 \uFFFD[2J\uFFFDx\uFFFD\uFFFDb\uFFFDc"));
    }

    private static String page(int first, int count, String next) {
        return IntStream.range(first, first + count)
                .mapToObj("%04d"::formatted)
                .map(n ->
                        "{\"id\":\"i%s\",\"address\":\"u%s@a.test\",\"state\":\"active\"}"
                                .formatted(n, n))
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"items\":[",
                                next.isEmpty() ? "]}" : "],\"next\":\"" + next + "\"}"));
    }

    private static void input(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Runs a command that finds server and token. */
    private int run(String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        words.addAll(List.of("--url", api.url(), "--data-dir", data.toString()));
        return execute(words.toArray(String[]::new));
    }

    private int execute(String... words) {
        CommandLine line = Posthorn.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }
}
