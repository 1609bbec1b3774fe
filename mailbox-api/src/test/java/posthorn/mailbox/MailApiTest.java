package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.MailApiAccount.admin;
import static posthorn.mailbox.MailApiAccount.json;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.intake.MessageIntake;

/** Mailboxes and messages of an account over REST. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class MailApiTest {

    private static final String PLAIN =
            """
            From: Bob <bob@other.example>
            To: alice@here.example
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
            Message-ID: <1@other.example>

            How are you?
            """;

    @Inject MessageIntake intake;

    private @Nullable MailApiAccount made;

    @BeforeEach
    void makeAccount() {
        made = MailApiAccount.make(intake);
    }

    private MailApiAccount alice() {
        return Objects.requireNonNull(made);
    }

    private String path(String rest) {
        return alice().path(rest);
    }

    private String mailbox(String path) {
        return alice().mailbox(path);
    }

    private String inbox(String rest) {
        return alice().inbox(rest);
    }

    private void deliver(String message) {
        alice().deliver(message);
    }

    @Test
    void mailboxesAreListedMadeRenamedUnsubscribedAndDeleted() {
        json().get(path("/mailboxes"))
                .then()
                .statusCode(200)
                .body("items[0].path", equalTo("INBOX"))
                .body("items.specialUse", hasItems("inbox", "drafts", "sent", "junk", "trash"));
        String id =
                json().body(Map.of("path", "Work/2026"))
                        .post(path("/mailboxes"))
                        .then()
                        .statusCode(201)
                        .body("name", equalTo("2026"))
                        .body("subscribed", equalTo(true))
                        .extract()
                        .path("id");
        String tag = json().get(path("/mailboxes/" + id)).header("ETag");
        json().header("If-Match", tag)
                .body(Map.of("path", "Work/2027", "subscribed", false))
                .patch(path("/mailboxes/" + id))
                .then()
                .statusCode(200)
                .body("path", equalTo("Work/2027"))
                .body("subscribed", equalTo(false));
        json().header("If-Match", tag)
                .body(Map.of("path", "Other"))
                .patch(path("/mailboxes/" + id))
                .then()
                .statusCode(412);
        json().body(Map.of("path", "INBOX"))
                .post(path("/mailboxes"))
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
        json().delete(path("/mailboxes/" + id)).then().statusCode(204);
        json().get(path("/mailboxes/" + id)).then().statusCode(404);
    }

    @Test
    void messagesComeNewestFirstInPages() {
        for (int i = 1; i <= 3; i++) {
            deliver("From: a@b.example\nSubject: number " + i + "\n\ntext " + i + "\n");
        }
        String next =
                json().get(inbox("?limit=2"))
                        .then()
                        .statusCode(200)
                        .body("items.subject", equalTo(List.of("number 3", "number 2")))
                        .body("items[0].from[0].address", equalTo("a@b.example"))
                        .body("items[0].preview", equalTo("text 3"))
                        .extract()
                        .path("next");
        json().get(inbox("?limit=2&cursor=" + next))
                .then()
                .body("items.subject", equalTo(List.of("number 1")))
                .body("next", nullValue());
        json().get(inbox("?search=subject:\"number 2\""))
                .then()
                .body("items.subject", equalTo(List.of("number 2")));
        json().get(inbox("?cursor=nonsense!")).then().statusCode(400);
    }

    @Test
    void messageIsReadWithItsFieldsAndText() {
        deliver(PLAIN);
        json().get(inbox("/1"))
                .then()
                .statusCode(200)
                .body("header.subject", equalTo("Grüße"))
                .body("header.from[0].name", equalTo("Bob"))
                .body("header.messageId", equalTo("<1@other.example>"))
                .body("text", equalTo("How are you?\r\n"))
                .body("html", nullValue())
                .body("authentication.verdict", equalTo("unchecked"));
        admin().header("Accept-Language", "de")
                .get(inbox("/1"))
                .then()
                .body("authentication.words", startsWith("Diese Nachricht"));
        json().get(inbox("/2")).then().statusCode(404).body("code", equalTo("not-found"));
        admin().get(inbox("/1/raw"))
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("message/rfc822"))
                .body(containsString("Message-ID: <1@other.example>"));
    }

    @Test
    void flagsMovesCopiesAndDeletionsGoTheirWay() {
        deliver(PLAIN);
        deliver(PLAIN);
        json().body(Map.of("uids", List.of(1, 2), "add", List.of("\\Seen")))
                .patch(inbox(""))
                .then()
                .statusCode(200)
                .body("uids", equalTo(List.of(1, 2)));
        json().get(inbox("?search=is:unread")).then().body("items", equalTo(List.of()));
        String archive = mailbox("Archive");
        Map<String, ?> copy = Map.of("uids", List.of(1), "to", archive);
        for (int twice = 0; twice < 2; twice++) {
            json().header("Idempotency-Key", "once")
                    .body(copy)
                    .post(inbox("/copy"))
                    .then()
                    .statusCode(200)
                    .body("mailbox", equalTo(archive))
                    .body("uids", equalTo(List.of(1)));
        }
        json().body(Map.of("uids", List.of(1), "to", archive))
                .post(inbox("/move"))
                .then()
                .statusCode(200)
                .body("uids", equalTo(List.of(2)));
        json().delete(inbox("?uids=2")).then().statusCode(204);
        json().get(inbox("")).then().body("items", equalTo(List.of()));
        String trash = path("/mailboxes/" + mailbox("Trash") + "/messages");
        json().get(trash).then().body("items.subject", equalTo(List.of("Grüße")));
        json().delete(trash + "?uids=1").then().statusCode(204);
        json().get(trash).then().body("items", equalTo(List.of()));
        json().delete(trash + "?uids=x").then().statusCode(400);
        json().body(Map.of("uids", List.of(1), "to", "999"))
                .post(inbox("/move"))
                .then()
                .statusCode(404);
    }

    @Test
    void whoWatchesHearsOfItAndGoesOnWhereItWasCutOff() throws Exception {
        String inbox = mailbox("INBOX");
        String id;
        try (EventStream events = EventStream.open(path("/events"), "")) {
            assertEquals("ready", events.next().name());
            deliver(PLAIN);
            EventStream.Event arrived = events.next();
            assertEquals("messages", arrived.name());
            assertEquals(inbox, arrived.data().get("mailbox").asText());
            assertEquals("Grüße", arrived.data().get("messages").get(0).get("subject").asText());
            id = arrived.id();
        }
        json().body(Map.of("uids", List.of(1), "add", List.of("\\Flagged")))
                .patch(inbox(""))
                .then()
                .statusCode(200);
        json().delete(inbox("?uids=1&permanently=true")).then().statusCode(204);
        try (EventStream events = EventStream.open(path("/events"), id)) {
            assertEquals("ready", events.next().name());
            EventStream.Event flags = events.next();
            assertEquals("flags", flags.name());
            assertEquals("1", flags.data().get("uids").asText());
            assertEquals("flags", events.next().name());
            assertEquals("expunged", events.next().name());
            json().body(Map.of("path", "New")).post(path("/mailboxes")).then().statusCode(201);
            assertEquals("mailboxes", events.next().name());
        }
        try (EventStream events = EventStream.open(path("/events"), "999999")) {
            assertEquals("resume", events.next().name());
            assertTrue(events.isOver());
        }
    }

    @Test
    void whereMailIsCannotBeSaidWithoutTheWorker() {
        json().get(path("/traces")).then().statusCode(200).body("items", equalTo(List.of()));
        json().get(path("/traces/1@other.example"))
                .then()
                .statusCode(503)
                .body("code", equalTo("worker-away"));
    }

    @Test
    void requestsAreNoLargerThanTheyHaveToBe() {
        json().body("{\"path\": \"" + "x".repeat(2_000_000) + "\"}")
                .post(path("/mailboxes"))
                .then()
                .statusCode(413)
                .body("code", equalTo("too-large"));
    }

    @Test
    void strangersReadNothing() {
        given().get(inbox("")).then().statusCode(401);
        given().get(path("/events")).then().statusCode(401);
        given().header("Authorization", "Bearer " + StoreResource.SERVICE)
                .get(path("/mailboxes"))
                .then()
                .statusCode(403);
        json().get("/v1/accounts/nobody@" + alice().domain() + "/mailboxes").then().statusCode(404);
    }
}
