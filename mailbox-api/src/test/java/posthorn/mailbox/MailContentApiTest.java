package posthorn.mailbox;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static posthorn.mailbox.MailApiAccount.admin;
import static posthorn.mailbox.MailApiAccount.json;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.intake.MessageIntake;

/** What messages that come from and go to strangers hold, over REST. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class MailContentApiTest {

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

    /** HTML that wants more than to be read, a picture that runs, and a file of HTML. */
    private static String hostile(byte[] file) {
        return """
        From: eve@other.example
        Subject: look
        Content-Type: multipart/mixed; boundary=x

        --x
        Content-Type: text/html; charset=utf-8

        <p onclick=a()>Hi<script>alert(1)</script><img src=cid:logo><img src="https://e.example/t.gif">
        --x
        Content-Type: image/svg+xml; name=logo.svg
        Content-ID: <logo>

        <svg onload="alert(1)"></svg>
        --x
        Content-Type: text/html
        Content-Disposition: attachment; filename*=utf-8''b%C3%A4r.html
        Content-Transfer-Encoding: base64

        """
                + Base64.getMimeEncoder().encodeToString(file)
                + "\n--x--\n";
    }

    @Test
    void nothingOfAStrangersMessageRunsInOurName() {
        byte[] file = new byte[300_000];
        new Random(1).nextBytes(file);
        deliver(hostile(file));
        json().get(inbox("/1"))
                .then()
                .statusCode(200)
                .body("html", containsString("<p>Hi"))
                .body("html", not(containsString("script")))
                .body("html", containsString("/messages/1/parts/2"))
                .body("html", not(containsString("e.example")))
                .body("blockedImages", equalTo(1))
                .body("attachments.name", equalTo(List.of("logo.svg", "bär.html")));
        json().get(inbox("/1?images=true"))
                .then()
                .body("html", containsString("https://e.example/t.gif"));
        admin().get(inbox("/1/html"))
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("sandbox"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(not(containsString("<script")));
    }

    @Test
    void partsAreFilesAndNothingElse() {
        byte[] file = new byte[300_000];
        new Random(1).nextBytes(file);
        deliver(hostile(file));
        byte[] fetched =
                admin().get(inbox("/1/parts/3"))
                        .then()
                        .statusCode(200)
                        .header("Content-Type", equalTo("application/octet-stream"))
                        .header("Content-Disposition", containsString("attachment"))
                        .header("Content-Disposition", containsString("b%C3%A4r.html"))
                        .header("X-Content-Type-Options", equalTo("nosniff"))
                        .header("Content-Security-Policy", containsString("sandbox"))
                        .extract()
                        .asByteArray();
        assertArrayEquals(file, fetched);
        admin().get(inbox("/1/parts/2"))
                .then()
                .header("Content-Type", equalTo("application/octet-stream"));
        admin().get(inbox("/1/parts/9")).then().statusCode(404);
        admin().get(inbox("/1/parts/a")).then().statusCode(404);
    }

    private static Map<String, ?> unfinished() {
        return Map.of(
                "to", List.of("\"B, Jörg\" <bob@other.example>"),
                "bcc", List.of("carol@other.example"),
                "subject", "Grüße",
                "text", "not finished",
                "attachments",
                        List.of(
                                Map.of(
                                        "name", "a.txt",
                                        "type", "text/plain",
                                        "content", "aGVsbG8=")));
    }

    @Test
    void draftsAreKeptAndReplaced() {
        String drafts = mailbox("Drafts");
        int uid =
                json().body(unfinished())
                        .post(path("/drafts"))
                        .then()
                        .statusCode(201)
                        .body("mailbox", equalTo(drafts))
                        .extract()
                        .path("uid");
        String messages = path("/mailboxes/" + drafts + "/messages");
        json().get(messages + "/" + uid)
                .then()
                .body("header.to[0].name", equalTo("B, Jörg"))
                .body("header.bcc[0].address", equalTo("carol@other.example"))
                .body("header.from[0].address", equalTo(alice().address()))
                .body("header.subject", equalTo("Grüße"))
                .body("flags", hasItems("\\Draft", "\\Seen"))
                .body("attachments[0].name", equalTo("a.txt"));
        Map<String, ?> second =
                Map.of(
                        "subject",
                        "again",
                        "text",
                        "finished",
                        "draft",
                        Map.of("mailbox", drafts, "uid", uid),
                        "attachments",
                        List.of(Map.of("mailbox", drafts, "uid", uid, "part", "2")));
        json().body(second).post(path("/drafts")).then().statusCode(201);
        json().get(messages).then().body("items.subject", equalTo(List.of("again")));
        assertEquals("hello", admin().get(messages + "/" + (uid + 1) + "/parts/2").asString());
    }

    @Test
    void whatIsNoMessageIsNotSent() {
        json().body("{\"to\": 1 2}").post(path("/send")).then().statusCode(400);
        json().body(Map.of("subject", "to nobody"))
                .post(path("/send"))
                .then()
                .statusCode(400)
                .body("title", equalTo("The message goes to nobody."));
        json().body(Map.of("to", List.of("no address"))).post(path("/send")).then().statusCode(400);
        json().body(Map.of("to", List.of("bob@other.example"), "text", "hi"))
                .post(path("/send"))
                .then()
                .statusCode(503)
                .body("code", equalTo("submission-away"));
    }

    @Test
    void messagesAreAppendedOfAnySize() {
        byte[] large = new byte[700_000];
        Arrays.fill(large, (byte) 'x');
        for (int i = 70; i < large.length; i += 72) {
            large[i] = '\r';
            large[i + 1 < large.length ? i + 1 : i] = '\n';
        }
        byte[] head = "Subject: large\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(head, head.length + large.length);
        System.arraycopy(large, 0, message, head.length, large.length);
        for (int twice = 0; twice < 2; twice++) {
            admin().contentType("message/rfc822")
                    .header("Idempotency-Key", "once")
                    .body(message)
                    .queryParam("flags", "\\Seen,work")
                    .queryParam("received", "2026-11-28T09:00:00Z")
                    .post(inbox(""))
                    .then()
                    .statusCode(201)
                    .body("uid", equalTo(1));
        }
        json().get(inbox(""))
                .then()
                .body("items.subject", equalTo(List.of("large")))
                .body("items[0].flags", equalTo(List.of("\\Seen", "work")))
                .body("items[0].received", equalTo("2026-11-28T09:00:00Z"));
        assertArrayEquals(message, admin().get(inbox("/1/raw")).asByteArray());
    }
}
