package posthorn.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands for aliases, groups, forwards and the addresses of domains. */
class AddressCommandsTest {

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
        return execute(words.toArray(String[]::new));
    }

    private int execute(String... words) {
        CommandLine line = Posthorn.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "group set g@a.test --senders users|PUT /v1/groups/g%40a.test|{\"senders\":\"users\"}",
                "group join g@a.test x@b.test|POST /v1/groups/g%40a.test/members|{\"members\":[\"x@b.test\"]}",
                "group leave g@a.test x@b.test|DELETE /v1/groups/g%40a.test/members/x%40b.test|''",
                "group delete g@a.test|DELETE /v1/groups/g%40a.test|''",
                "forward delete f@a.test|DELETE /v1/forwards/f%40a.test|''",
                "domain set a.test --catch-all x@b.test|PATCH /v1/domains/a.test|{\"catchAll\":\"x@b.test\"}",
                "domain set a.test --alias-of none --tags -|PATCH /v1/domains/a.test|{\"tags\":\"-\",\"aliasOf\":\"\"}",
                "domain set a.test --gateway mx:26 --recipients asked|PATCH /v1/domains/a.test|{\"nextHop\":\"mx:26\",\"recipients\":\"asked\"}",
                "domain recipient add x@a.test|POST /v1/domains/a.test/recipients|{\"address\":\"x@a.test\"}",
                "domain recipient delete x@a.test|DELETE /v1/domains/a.test/recipients/x%40a.test|''"
            })
    void eachCommandIsOneCall(String command, String request, String body) {
        api.answers(request, 200, "");
        assertEquals(0, run(command), err::toString);
        ApiServer.Asked asked = api.asked().getLast();
        assertEquals(request, asked.method() + " " + asked.path());
        assertEquals(body, asked.body());
        assertEquals(1, out.toString().lines().count(), "one sentence says that it is done");
    }

    @Test
    void groupsAndForwardsNameTheirAddresses() throws JsonProcessingException {
        api.answers("POST /v1/groups", 201, "{}");
        assertEquals(0, run("group add g@a.test x@b.test y@b.test --senders members"));
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"address\":\"g@a.test\",\"members\":[\"x@b.test\","
                                        + "\"y@b.test\"],\"senders\":\"members\"}"),
                new ObjectMapper().readTree(api.asked().getLast().body()));
        api.answers("POST /v1/forwards", 201, "{}");
        assertEquals(0, run("forward add f@a.test x@b.test --keep"));
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"address\":\"f@a.test\",\"targets\":[\"x@b.test\"],\"keep\":true}"),
                new ObjectMapper().readTree(api.asked().getLast().body()));
    }

    @Test
    void whatLeadsOnIsATable() {
        api.answers(
                "GET /v1/groups?limit=1000&domain=",
                200,
                "{\"items\":[{\"address\":\"g@a.test\",\"senders\":\"users\","
                        + "\"members\":[\"x@a.test\",\"y@b.test\"]}]}");
        api.answers(
                "GET /v1/forwards?limit=1000&domain=a.test",
                200,
                "{\"items\":[{\"address\":\"f@a.test\",\"targets\":[\"x@b.test\"],"
                        + "\"keep\":true}]}");
        api.answers("GET /v1/aliases?limit=1000&domain=", 200, "{\"items\":[]}");
        assertEquals(0, run("group list"));
        assertEquals(0, run("forward list --domain a.test"));
        assertEquals(0, run("alias list"));
        assertEquals(
                """
                GROUP     SENDERS  MEMBERS
                g@a.test  users    x@a.test, y@b.test
                ADDRESS   KEEPS A COPY  GOES ON TO
                f@a.test  yes           x@b.test
                There is no alias yet. Next: posthorn alias add ADDRESS TARGET
                """,
                out.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "group",
                "group add",
                "group list",
                "group set",
                "group join",
                "group leave",
                "group delete",
                "forward",
                "forward add",
                "forward list",
                "forward delete",
                "alias list",
                "domain set",
                "domain recipient",
                "domain recipient add",
                "domain recipient list",
                "domain recipient delete"
            })
    void helpIsOnStandardOutput(String command) {
        assertEquals(0, execute((command + " --help").split(" ")));
        assertTrue(out.toString().contains("Usage: posthorn " + command), out::toString);
        assertEquals(0, api.asked().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"group add g@a.test", "forward add f@a.test", "group set g@a.test", "alias"})
    void wrongUsageIsTwo(String command) {
        assertEquals(2, execute(command.split(" ")));
        assertEquals(0, api.asked().size());
    }
}
