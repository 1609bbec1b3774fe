package posthorn.e2e.rules;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.OpenSessions;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.system.MailSystem.Use;

/** App passwords, two-factor sign-in, switches and recent sign-ins, as mail programs meet them. */
class AccountAccessTest {

    private static final Site SITE = Site.standalone();
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static RequestSpecification as(String token) {
        return given().port(SITE.port(Use.MAILBOX_HTTP))
                .header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON);
    }

    private static String session(MailUser person) {
        return given().port(SITE.port(Use.MAILBOX_HTTP))
                .contentType(ContentType.JSON)
                .body(Map.of("login", person.address(), "password", person.password()))
                .post("/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    /** RFC 6238, done anew here. */
    private static String code(String secret) throws GeneralSecurityException {
        ByteBuffer octets = ByteBuffer.allocate(secret.length() * 5 / 8);
        long bits = 0;
        int held = 0;
        for (int i = 0; i < secret.length(); i++) {
            bits = bits << 5 | BASE32.indexOf(secret.charAt(i));
            held += 5;
            if (held >= 8) {
                held -= 8;
                octets.put((byte) (bits >> held));
            }
        }
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(octets.array(), "HmacSHA1"));
        long step = System.currentTimeMillis() / 30_000;
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
        int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & Integer.MAX_VALUE;
        return String.format("%06d", number % 1_000_000);
    }

    private static void twoFactor(String token) throws GeneralSecurityException {
        String secret =
                as(token)
                        .post("/v1/accounts/me/second-factor/totp")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("secret");
        as(token)
                .body(Map.of("code", code(secret)))
                .put("/v1/accounts/me/second-factor/totp")
                .then()
                .statusCode(204);
    }

    private static JsonPath appPassword(String token, String... protocols) {
        return as(token)
                .body(Map.of("name", "Thunderbird", "protocols", List.of(protocols)))
                .post("/v1/accounts/me/app-passwords")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static String imap(MailUser person, String password) throws IOException {
        try (RawConnection wire = RawConnection.connectTls(SITE.port(Use.IMAPS))) {
            wire.line();
            wire.send("l LOGIN " + person.address() + " \"" + password + "\"\r\n");
            String said = wire.line();
            while (!said.startsWith("l ")) {
                said = wire.line();
            }
            return said;
        }
    }

    private static String pop3(MailUser person, String password) throws IOException {
        try (RawConnection wire = RawConnection.connectTls(SITE.port(Use.POP3S))) {
            wire.line();
            wire.send("USER " + person.address() + "\r\n");
            wire.line();
            wire.send("PASS " + password + "\r\n");
            return wire.line();
        }
    }

    private static String smtp(MailUser person, String password) throws IOException {
        String login = "\0" + person.address() + "\0" + password;
        try (SmtpConnection wire = SmtpConnection.tls(SITE.port(Use.SUBMISSIONS))) {
            return wire.ask(
                    "AUTH PLAIN "
                            + Base64.getEncoder()
                                    .encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void assertSays(String begin, String words, String reply) {
        assertTrue(reply.startsWith(begin), reply);
        assertTrue(reply.contains(words), reply);
    }

    private static List<String> outcomes(MailUser person) {
        return SITE.admin()
                .accountCall("GET", person.address(), "/sign-ins", Map.of())
                .then()
                .statusCode(200)
                .extract()
                .path("items.collect { it.protocol + ' ' + it.outcome }");
    }

    @Test
    void withTwoFactorMailProgramsNeedAppPasswords() throws Exception {
        MailUser alice = SITE.newPerson("alice");
        String token = session(alice);
        assertSays("l OK", "", imap(alice, alice.password()));
        twoFactor(token);
        assertSays("l NO [", "make an app password", imap(alice, alice.password()));
        assertSays("-ERR [", "make an app password", pop3(alice, alice.password()));
        assertSays("5", "make an app password", smtp(alice, alice.password()));
        JsonPath app = appPassword(token, "imap");
        String password = app.getString("password");
        assertSays("l OK", "", imap(alice, password));
        assertSays("5", "app password", smtp(alice, password));
        as(token)
                .delete("/v1/accounts/me/app-passwords/" + app.getString("id"))
                .then()
                .statusCode(204);
        assertSays("l NO [AUTHENTICATIONFAILED]", "", imap(alice, password));
        Awaitility.await()
                .atMost(SECONDS)
                .untilAsserted(() ->
                        assertTrue(
                                outcomes(alice)
                                        .containsAll(
                                                List.of(
                                                        "pages success",
                                                        "imap success",
                                                        "imap app-password-needed",
                                                        "pop3 app-password-needed",
                                                        "smtp app-password-needed",
                                                        "smtp app-password-not-for",
                                                        "imap bad-credentials")),
                                () -> "" + outcomes(alice)));
    }

    @Test
    void protocolThatIsSwitchedOffSaysWhichSwitch() throws Exception {
        MailUser bob = SITE.newPerson("bob");
        String token = session(bob);
        assertSays("+OK", "", pop3(bob, bob.password()));
        as(token)
                .body(Map.of("pop3", Map.of("on", false)))
                .patch("/v1/accounts/me/switches")
                .then()
                .statusCode(200);
        assertSays("-ERR [", "POP3 is switched off", pop3(bob, bob.password()));
        assertSays("l OK", "", imap(bob, bob.password()));
        as(token)
                .body(Map.of("pop3", Map.of("on", true)))
                .patch("/v1/accounts/me/switches")
                .then()
                .statusCode(200);
        assertSays("+OK", "", pop3(bob, bob.password()));
    }

    @Test
    void disownedSignInEndsItsSessions() throws Exception {
        MailUser carol = SITE.newPerson("carol");
        String token = session(carol);
        JsonPath app = appPassword(token, "imap", "smtp", "pop3");
        try (OpenSessions stolen =
                OpenSessions.of(SITE.system(), carol.address(), app.getString("password"))) {
            String id =
                    Awaitility.await()
                            .atMost(SECONDS)
                            .until(
                                    () ->
                                            as(token)
                                                    .get("/v1/accounts/me/sign-ins")
                                                    .jsonPath()
                                                    .getString(
                                                            "items.find { it.protocol == 'imap' }?.id"),
                                    Objects::nonNull);
            as(token).post("/v1/accounts/me/sign-ins/" + id + "/disown").then().statusCode(204);
            stolen.awaitEnd();
        }
        assertSays("l NO [AUTHENTICATIONFAILED]", "", imap(carol, app.getString("password")));
        assertEquals(401, as(token).get("/v1/session").statusCode());
        assertSays("l OK", "", imap(carol, carol.password()));
        as(session(carol)).get("/v1/session").then().body("role", equalTo("user"));
    }
}
