package posthorn.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import posthorn.launcher.size.Figures;

/** {@code ./posthorn size}, and that docs/sizing.md says what it prints. */
class SizeTest {

    private static final Path PAGE = Path.of("../../docs/sizing.md");
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^```\\n\\$ \\./posthorn (size [^\\n]*)\\n(.*?)^```$");
    private static final List<String> SERVICES =
            List.of("smtp-ingress", "delivery-worker", "mailbox-api", "imap-pop-frontend");

    /** What the command printed. */
    private record Ended(int code, String out, String err) {}

    @Test
    void thePageSaysWhatTheCommandPrints() throws IOException {
        String page = Files.readString(PAGE);
        Matcher blocks = BLOCK.matcher(page);
        int count = 0;
        StringBuilder written = new StringBuilder();
        while (blocks.find()) {
            Ended ended = run(blocks.group(1).split(" "));
            assertEquals(0, ended.code(), ended.err());
            blocks.appendReplacement(
                    written,
                    Matcher.quoteReplacement(
                            "```\n$ ./posthorn " + blocks.group(1) + "\n" + ended.out() + "```"));
            count++;
        }
        blocks.appendTail(written);
        assertEquals(5, count);
        if (Boolean.getBoolean("posthorn.golden.write")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(written.toString(), Files.readString(PAGE));
    }

    @Test
    void everyFigureSaysWhereItIsFrom() {
        for (Figures.Figure figure : Figures.read().all()) {
            assertTrue(
                    figure.from().startsWith("measured") || figure.from().startsWith("assumed"),
                    figure.toString());
            assertTrue(figure.value() > 0, figure.toString());
        }
    }

    @Test
    void moreOfAnythingNeverTakesLess() throws IOException {
        JsonNode before = plan("--users", "1");
        for (long users = 10; users <= 1_000_000_000L; users *= 10) {
            JsonNode plan = plan("--users", Long.toString(users));
            for (int i = 0; i < SERVICES.size(); i++) {
                assertEquals(SERVICES.get(i), plan.at("/services/" + i + "/name").asText());
                assertNotLess(before, plan, "/services/" + i + "/pods");
            }
            for (String figure :
                    List.of(
                            "/machine/cores",
                            "/machine/memory",
                            "/machine/disk",
                            "/log/brokers",
                            "/log/partitions",
                            "/database/shards")) {
                assertNotLess(before, plan, figure);
            }
            before = plan;
        }
        JsonNode usual = plan("--users", "100000");
        assertNotLess(usual, plan("--users", "100000", "--peak", "50"), "/services/2/pods");
        assertNotLess(
                usual, plan("--users", "100000", "--mailbox-size", "20GB"), "/database/shards");
        assertNotLess(
                usual,
                plan("--users", "100000", "--connections-per-user", "5"),
                "/services/3/pods");
        assertNotLess(usual, plan("--users", "100000", "--replication", "5"), "/log/brokers");
    }

    @Test
    void everyServiceMayLoseAPod() throws IOException {
        for (JsonNode service : plan("--users", "1").path("services")) {
            assertEquals(2, service.path("pods").asInt());
        }
    }

    @ParameterizedTest
    @CsvSource({"10,true", "1000,true", "1000000,false"})
    void oneMachineIsEnoughForFew(String users, boolean enough) throws IOException {
        assertEquals(enough, plan("--users", users).path("oneMachineIsEnough").asBoolean());
    }

    @Test
    void fewCopiesAreWarnedOf() throws IOException {
        assertTrue(
                plan("--users", "10", "--replication", "1")
                        .path("warnings")
                        .toString()
                        .contains("copies"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "size",
                "size --users 0",
                "size --users x",
                "size --users 10 --peak 0.5",
                "size --users 10 --remote-share 1.5",
                "size --users 10 --replication 0",
                "size --users 10 --message-size many",
                "size --users 10 --messages-a-day -5"
            })
    void whatMakesNoSenseIsWrongUsage(String command) {
        Ended ended = run(command.split(" "));
        assertEquals(2, ended.code(), ended.out());
        assertTrue(ended.err().contains("--"), ended.err());
    }

    private static void assertNotLess(JsonNode before, JsonNode after, String figure) {
        assertTrue(
                after.at(figure).asLong() >= before.at(figure).asLong()
                        && !after.at(figure).isMissingNode(),
                figure + ": " + before.at(figure) + ", then " + after.at(figure));
    }

    private static JsonNode plan(String... options) throws IOException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "size";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        Ended ended = run(arguments);
        assertEquals(0, ended.code(), ended.err());
        return new ObjectMapper().readTree(ended.out()).path("plan");
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Posthorn.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Ended(
                code, out.toString().replace(System.lineSeparator(), "\n"), err.toString());
    }
}
