package posthorn.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.system.ExternalServers;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;

/** {@code posthorn store check}, against the server of the tests, else the embedded store. */
class StoreCheckTest {

    @TempDir private Path directory = Path.of(".");

    @Test
    void aServerThatKeepsWhatWeNeedIsFoundGoodAndIsLeftAsItWas() throws Exception {
        Optional<String> given = ExternalServers.mongodb();
        if (given.isPresent()) {
            checked(given.get(), isReplicaSet(given.get()));
            return;
        }
        try (EmbeddedStore store =
                EmbeddedStore.start(directory, StoreSettings.defaults().withPort(0))) {
            checked(store.uri(), false);
        }
    }

    private static boolean isReplicaSet(String uri) {
        try (MongoClient client = MongoClients.create(uri)) {
            Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
            return hello.containsKey("setName");
        }
    }

    private static void checked(String uri, boolean replicaSet) throws Exception {
        JsonNode report = run(uri, 0);
        assertTrue(report.path("good").asBoolean(), report::toPrettyString);
        List<String> skipped = new ArrayList<>();
        for (JsonNode check : report.path("checks")) {
            if (check.path("outcome").asText().equals("skipped")) {
                skipped.add(check.path("detail").asText());
            }
        }
        assertEquals(
                replicaSet ? List.of() : List.of("the server has no replSetStepDown"),
                skipped,
                report::toPrettyString);
        assertEquals(11, report.path("checks").size());
        try (MongoClient client = MongoClients.create(uri)) {
            for (String name : client.listDatabaseNames()) {
                assertFalse(name.startsWith("posthorn_check_"), name);
            }
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsToldFromOneThatIsWrong() throws Exception {
        Process process = process("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200");
        assertEquals(3, process.waitFor());
        assertEquals(2, process("no-connection-string").waitFor());
    }

    private static JsonNode run(String uri, int code) throws IOException, InterruptedException {
        Process process = process(uri);
        JsonNode report = new ObjectMapper().readTree(process.getInputStream());
        assertEquals(code, process.waitFor());
        return report;
    }

    private static Process process(String uri) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "posthorn.launcher.Posthorn",
                        "store",
                        "check",
                        "--step-down",
                        "--json");
        // Where what may be secret is given.
        builder.environment().put("POSTHORN_MONGODB_URI", uri);
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
