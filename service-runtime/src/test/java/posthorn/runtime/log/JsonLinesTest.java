package posthorn.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    private static final String CATEGORY = "posthorn.test";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void fieldsStandBesideTheOthersForTheTimeOfACall() throws Exception {
        Logger log = Logger.getLogger(CATEGORY);
        try (WrittenLines written = WrittenLines.json(CATEGORY)) {
            LogFields.with(LogFields.SESSION, "s-1")
                    .and(LogFields.ACCOUNT, "")
                    .run(() ->
                            LogFields.with(LogFields.MESSAGE, "m\n1")
                                    .run(() -> log.info("within\n\u202e")));
            log.info("after");
            JsonNode line = JSON.readTree(written.lines().getFirst());
            assertEquals("within\n\u202e", line.get("message").asText());
            assertEquals("m?1", line.get("message_id").asText());
            assertEquals("s-1", line.get("session_id").asText());
            assertFalse(line.has("account_id"));
            assertFalse(line.has("mdc"));
            JsonNode after = JSON.readTree(written.lines().getLast());
            assertFalse(after.has("session_id"));
            assertEquals(1, written.lines().getFirst().lines().count());
        }
    }

    @Test
    void anActIsALineAndFields() throws Exception {
        Audit.Act act =
                new Audit.Act(
                        "DELETE",
                        "/v1/accounts/alice@example.org",
                        "ops role=x",
                        "admin",
                        "192.0.2.1",
                        "",
                        "204",
                        "alice@example.org");
        assertEquals(
                "audit: action=DELETE outcome=204 role=admin client=192.0.2.1 session=-"
                        + " object=/v1/accounts/alice@example.org actor=ops_role_x"
                        + " subject=alice@example.org",
                Audit.line(act));
        try (WrittenLines written = WrittenLines.json(Audit.CATEGORY)) {
            Audit.record(act);
            JsonNode line = JSON.readTree(written.lines().getFirst());
            assertEquals("DELETE", line.get("action").asText());
            assertEquals("ops role=x", line.get("actor").asText());
            assertEquals("alice@example.org", line.get("subject").asText());
            assertFalse(line.has("session_id"));
        }
    }
}
