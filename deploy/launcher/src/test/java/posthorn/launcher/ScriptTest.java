package posthorn.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.launcher.ScriptHome.Ended;

/** The script {@code posthorn} itself, in a folder of its own. */
class ScriptTest {

    @TempDir private Path folder;
    private ScriptHome home;

    @BeforeEach
    void home() throws IOException {
        home = new ScriptHome(folder);
    }

    @Test
    void helpNamesEveryCommandAndExitCode() throws IOException, InterruptedException {
        for (String asked : List.of("help", "--help", "-h")) {
            Ended ended = run(asked);
            assertEquals(0, ended.code());
            assertTrue(
                    ended.out()
                            .contains(
                                    "posthorn domain|account|alias|group|forward|queue|trace|doctor"));
            assertTrue(ended.out().contains("3 no server reached"), ended.out());
        }
        assertEquals(0, run().code());
        assertEquals(0, run("up", "--help").code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-command|there is no 'no-such-command'",
                "up --no-such-option|up does not know '--no-such-option'",
                "up --data-dir|--data-dir wants a directory",
                "up --config no-such-file|--config wants a file that can be read",
                "up --set|--set wants KEY=VALUE",
                "up --set key|--set wants KEY=VALUE",
                "up --set =value|--set wants KEY=VALUE"
            })
    void wrongUsageIsTwoAndBuildsNothing(String command, String told)
            throws IOException, InterruptedException {
        Ended ended = run(command.split(" "));
        assertEquals(2, ended.code());
        assertTrue(ended.err().contains("posthorn: " + told), ended.err());
        assertEquals("", ended.out());
        assertEquals(List.of(), home.builds());
    }

    @Test
    void settingsReachTheProcessAndNotItsArguments() throws IOException, InterruptedException {
        home.standalone(ShowSettings.class);
        home.write("my settings.properties", "");
        String odd = "se cr\"et\\n$(x) 'y'";
        Ended ended =
                run(
                        "up",
                        "--data-dir",
                        "my data",
                        "--config",
                        home.path("my settings.properties").toString(),
                        "--set",
                        "posthorn.mongodb.uri=mongodb://u:" + odd + "@h/?a=b",
                        "--set",
                        "posthorn.hostname=");
        assertEquals(0, ended.code(), ended.err());
        List<String> settings = ended.out().lines().sorted().toList();
        assertEquals(
                List.of(
                        "posthorn.hostname=",
                        "posthorn.mongodb.uri=mongodb://u:" + odd + "@h/?a=b",
                        "posthorn.standalone.data-dir=my data",
                        "smallrye.config.locations="
                                + home.path("my settings.properties").toRealPath()),
                settings);
        assertTrue(ended.err().contains("quarkus-run.jar"), ended.err());
        assertFalse(ended.err().contains("cr\"et"), ended.err());
    }

    @Test
    void withoutSettingsItStartsToo() throws IOException, InterruptedException {
        home.standalone(ShowSettings.class);
        assertEquals(new Ended(0, "", run("up").err()), run("up"));
        assertEquals(List.of(), home.builds());
    }

    @Test
    void aCacheThatDoesNotFitIsNoTrouble() throws IOException, InterruptedException {
        home.standalone(ShowSettings.class);
        home.write("deploy/standalone/target/posthorn.aot", "no cache at all");
        Ended ended = run("up", "--set", "posthorn.hostname=here");
        assertEquals(0, ended.code(), ended.err());
        assertEquals("posthorn.hostname=here", ended.out().strip());
        assertFalse(ended.err().contains("warning"), ended.err());
    }

    @Test
    void upBuildsWhatIsStaleOrAskedFor() throws IOException, InterruptedException {
        home.standalone(ShowSettings.class);
        home.age();
        assertEquals(0, run("up").code());
        assertEquals(1, home.builds().size());
        assertTrue(home.builds().getFirst().contains("-pl deploy/standalone,deploy/launcher"));
        assertEquals(0, run("up").code());
        assertEquals(1, home.builds().size());
        assertEquals(0, run("up", "--rebuild").code());
        assertEquals(2, home.builds().size());
    }

    @Test
    void whatIsBuiltKnowsTheCommitItIsOf() throws IOException, InterruptedException {
        home.launcher();
        home.age();
        assertEquals(0, run("domain", "--help").code());
        assertTrue(home.builds().getFirst().contains("-Dbuild.revision=unknown "));
        String commit = home.commit();
        home.age();
        assertEquals(0, run("domain", "--help").code());
        assertTrue(home.builds().get(1).contains("-Dbuild.revision=" + commit + " "));
        home.write("pom.xml", "<project></project>");
        assertEquals(0, run("domain", "--help").code());
        assertTrue(home.builds().get(2).contains("-Dbuild.revision=" + commit + "-dirty "));
    }

    @Test
    void commandsBuildTheLauncherAloneAndOnlyWhenItIsStale()
            throws IOException, InterruptedException {
        home.launcher();
        assertEquals(0, run("domain", "--help").code());
        assertEquals(List.of(), home.builds());
        home.age();
        assertEquals(0, run("domain", "--help").code());
        assertEquals(1, home.builds().size());
        assertTrue(home.builds().getFirst().contains("-pl deploy/launcher "));
        assertEquals(0, run("domain", "--help").code());
        assertEquals(1, home.builds().size());
    }

    @Test
    void failedBuildIsTwoAndNamesItsLog() throws IOException, InterruptedException {
        home.breakMaven();
        Ended ended = run("domain", "list");
        assertEquals(2, ended.code());
        assertTrue(ended.err().contains("[ERROR] no way"), ended.err());
        assertTrue(ended.err().contains("target/build.log"), ended.err());
        assertEquals("[ERROR] no way\n", Files.readString(home.path("target/build.log")));
    }

    @Test
    void olderJavaHomeIsPassedOver() throws IOException, InterruptedException {
        home.launcher();
        home.write("old/release", "JAVA_VERSION=\"17.0.1\"\n");
        Ended ended =
                home.run(
                        "",
                        Map.of(
                                "JAVA_HOME",
                                home.path("old").toString(),
                                "PATH",
                                home.path("bin")
                                        + ":"
                                        + System.getProperty("java.home")
                                        + "/bin:/usr/bin:/bin"),
                        "domain",
                        "--help");
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.err().contains("which is no JDK 25"), ended.err());
    }

    @Test
    void exitCodesAndStandardInputGoThrough() throws IOException, InterruptedException {
        home.launcher();
        home.write("data/admin-token", "0123456789abcdef\n");
        try (ApiServer api = new ApiServer()) {
            Map<String, String> server = Map.of("POSTHORN_URL", api.url());
            api.answers("POST /v1/accounts", 201, "{}");
            Ended added = home.run("wonderland\n", server, "account", "add", "a@example.test");
            assertEquals(0, added.code(), added.err());
            assertTrue(api.asked().getLast().body().contains("\"wonderland\""));
            assertEquals(1, home.run("", server, "domain", "list").code());
        }
        assertEquals(
                3,
                home.run("", Map.of("POSTHORN_URL", "http://127.0.0.1:1"), "domain", "list")
                        .code());
    }

    @Test
    void terminalIsAskedTwiceAndShowsNoPassword() throws IOException, InterruptedException {
        // Only script(1) gives a program a terminal; a small system may lack it.
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script(1)");
        home.launcher();
        home.write("data/admin-token", "0123456789abcdef\n");
        try (ApiServer api = new ApiServer()) {
            api.answers("POST /v1/accounts", 201, "{}");
            String add = "posthorn account add a@example.test --url " + api.url();
            Ended same = home.runInTerminal("wonderland\nwonderland\n", add);
            assertEquals(0, same.code(), same.out());
            assertTrue(same.out().contains("Password: "), same.out());
            assertTrue(api.asked().getLast().body().contains("\"wonderland\""));
            Ended different = home.runInTerminal("wonderland\nwanderland\n", add);
            assertEquals(2, different.code(), different.out());
            assertTrue(different.out().contains("are not the same"), different.out());
            assertEquals(1, api.asked().size());
        }
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return home.run("", Map.of(), arguments);
    }
}
