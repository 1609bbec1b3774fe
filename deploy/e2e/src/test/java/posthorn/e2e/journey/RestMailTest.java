package posthorn.e2e.journey;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.system.MailSystem.Use;

/**
 * Mail over REST, without any mail program: it is sent by the rules of submission, who watches
 * hears of it, and REST and IMAP show the same message.
 */
class RestMailTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Site site = Site.standalone();

    /** A message with a file; its id. */
    private String send(MailUser from, MailUser to) {
        Map<String, ?> file = Map.of("name", "a.txt", "type", "text/plain", "content", "aGVsbG8=");
        return call().body(
                        Map.of(
                                "to",
                                List.of("Bob <" + to.address() + ">"),
                                "subject",
                                "Grüße",
                                "text",
                                "How are you?",
                                "attachments",
                                List.of(file)))
                .post(path(from, "/send"))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    @Test
    void whatIsSentByRestIsHeardOfAndReadByRestAndByImap() throws Exception {
        MailUser alice = site.newPerson("alice");
        MailUser bob = site.newPerson("bob", alice.domain());
        String id;
        try (Events events = events(bob)) {
            events.await("ready");
            id = send(alice, bob);
            events.await("messages");
        }
        String inbox = path(bob, "/mailboxes/" + mailbox(bob, "INBOX") + "/messages");
        call().get(inbox + "/1")
                .then()
                .statusCode(200)
                .body("header.subject", equalTo("Grüße"))
                .body("header.messageId", equalTo("<" + id + ">"))
                .body("header.from[0].address", equalTo(alice.address()))
                .body("attachments[0].name", equalTo("a.txt"));
        AngusMessage byImap = bob.awaitInbox(1).getFirst();
        assertArrayEquals(byImap.octets(), call().get(inbox + "/1/raw").asByteArray());
        assertEquals("hello", call().get(inbox + "/1/parts/2").asString());
        call().get(path(alice, "/mailboxes/" + mailbox(alice, "Sent") + "/messages"))
                .then()
                .body("items.subject", equalTo(List.of("Grüße")));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        call().get(path(alice, "/traces"))
                                .then()
                                .statusCode(200)
                                .body("items[0].id", equalTo(id))
                                .body("items[0].summary", equalTo("It was delivered.")));
        call().header("Accept-Language", "de")
                .get(path(bob, "/traces/" + id))
                .then()
                .statusCode(200)
                .body("summary", equalTo("Sie wurde zugestellt."))
                .body("events.state", equalTo(List.of("accepted", "delivered")));
        call().get(path(site.newPerson("eve"), "/traces/" + id)).then().statusCode(404);
    }

    @Test
    void rulesOfSubmissionHoldForRestToo() {
        MailUser alice = site.newPerson("alice");
        MailUser bob = site.newPerson("bob", alice.domain());
        call().body(
                        Map.of(
                                "from", bob.address(),
                                "to", List.of(bob.address()),
                                "text", "not by alice"))
                .post(path(alice, "/send"))
                .then()
                .statusCode(422)
                .body("code", equalTo("message-refused"));
        call().body(Map.of("to", List.of("nobody@" + alice.domain()), "text", "to nobody"))
                .post(path(alice, "/send"))
                .then()
                .statusCode(422);
    }

    private String mailbox(MailUser user, String path) {
        return call().get(path(user, "/mailboxes"))
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.path == '" + path + "' }.id");
    }

    private static String path(MailUser user, String rest) {
        return "/v1/accounts/" + user.address() + rest;
    }

    private RequestSpecification call() {
        return given().baseUri("http://127.0.0.1")
                .port(site.port(Use.MAILBOX_HTTP))
                .header("Authorization", "Bearer " + token())
                .contentType(ContentType.JSON);
    }

    private String token() {
        try {
            return Files.readString(site.system().adminToken()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Events events(MailUser user) throws IOException {
        URI uri =
                URI.create(
                        "http://127.0.0.1:" + site.port(Use.MAILBOX_HTTP) + path(user, "/events"));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setRequestProperty("Authorization", "Bearer " + token());
        connection.setRequestProperty("Accept", "text/event-stream");
        return new Events(
                connection,
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Server-sent events as a browser has them open. */
    private record Events(HttpURLConnection connection, BufferedReader lines)
            implements AutoCloseable {

        /** Waits for an event of that name; others are passed over. */
        void await(String name) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.replace(" ", "").equals("event:" + name)) {
                line = lines.readLine();
            }
            assertTrue(line != null, "the stream ended before " + name);
        }

        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
