package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.mailbox.secondfactor.TestCodes;

/** Switches, app passwords, second factors and recent sign-ins over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class AccessApiTest {

    private static final String PASSWORD = "correct horse battery";

    private final String domain = "a" + UUID.randomUUID().toString().substring(0, 8) + ".test";
    private final String alice = "alice@" + domain;
    private final String path = "/v1/accounts/" + alice;

    @BeforeEach
    void account() {
        Management.awaitReady();
        admin().body(Map.of("name", domain)).post("/v1/domains").then().statusCode(201);
        make("alice", PASSWORD).statusCode(201);
    }

    private ValidatableResponse make(String name, String password) {
        return admin().body(Map.of("address", name + "@" + domain, "password", password))
                .post("/v1/accounts")
                .then();
    }

    private static RequestSpecification admin() {
        return as(StoreResource.ADMIN);
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    private ValidatableResponse signIn() {
        return given().contentType(ContentType.JSON)
                .header("User-Agent", "test-browser/1.0")
                .body(Map.of("login", alice, "password", PASSWORD))
                .post("/v1/sessions")
                .then();
    }

    private String session() {
        return signIn().statusCode(201).extract().path("token");
    }

    @ParameterizedTest
    @CsvSource({
        "short, password-length",
        "password1, password-common",
        "bob123, password-length",
        "bobbybob12, 201",
        "my bob@DOMAIN here, password-contains-address"
    })
    void guessablePasswordsAreRefused(String password, String outcome) {
        ValidatableResponse made = make("bob", password.replace("DOMAIN", domain));
        if (outcome.equals("201")) {
            made.statusCode(201);
        } else {
            made.statusCode(400).body("code", equalTo(outcome));
        }
    }

    @Test
    void ownersTurnTheirSwitchesAndDomainsSayWhatIsUsual() {
        String token = session();
        as(token)
                .get("/v1/accounts/me/switches")
                .then()
                .statusCode(200)
                .body("pop3.on", equalTo(true))
                .body("pop3.from", equalTo("installation"));
        admin().body(Map.of("pop3", Map.of("on", false)))
                .patch("/v1/domains/" + domain + "/switches")
                .then()
                .statusCode(200)
                .body("pop3.on", equalTo(false))
                .body("pop3.from", equalTo("domain"));
        as(token)
                .get("/v1/accounts/me/switches")
                .then()
                .body("pop3.on", equalTo(false))
                .body("pop3.from", equalTo("domain"));
        as(token)
                .body(Map.of("pop3", Map.of("on", true)))
                .patch("/v1/accounts/me/switches")
                .then()
                .statusCode(200)
                .body("pop3.on", equalTo(true))
                .body("pop3.from", equalTo("account"));
        Map<String, Object> open = new HashMap<>(Collections.singletonMap("on", null));
        as(token)
                .body(Map.of("pop3", open))
                .patch("/v1/accounts/me/switches")
                .then()
                .body("pop3.from", equalTo("domain"));
    }

    @Test
    void switchesAreThoseThatThereAreAndDomainsAreNotForOwners() {
        String token = session();
        as(token)
                .body(Map.of("gopher", Map.of("on", true)))
                .patch("/v1/accounts/me/switches")
                .then()
                .statusCode(400)
                .body("title", containsString("gopher"));
        as(token).get("/v1/domains/" + domain + "/switches").then().statusCode(403);
        admin().get("/v1/domains/none.test/switches").then().statusCode(404);
    }

    @Test
    void appPasswordIsShownOnce() {
        String token = session();
        Map<String, Object> wanted =
                Map.of("name", "Thunderbird", "protocols", List.of("imap", "smtp"));
        String id =
                as(token)
                        .body(wanted)
                        .post("/v1/accounts/me/app-passwords")
                        .then()
                        .statusCode(201)
                        .body(
                                "password",
                                matchesPattern("[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}"))
                        .body("protocols", equalTo(List.of("imap", "smtp")))
                        .extract()
                        .path("id");
        as(token)
                .get("/v1/accounts/me/app-passwords")
                .then()
                .body("items", hasSize(1))
                .body("items[0].name", equalTo("Thunderbird"))
                .body("items[0].password", nullValue())
                .body("items[0].lastUsed", nullValue());
        as(token)
                .body(Map.of("name", "x", "protocols", List.of("gopher")))
                .post("/v1/accounts/me/app-passwords")
                .then()
                .statusCode(400);
        as(token).delete("/v1/accounts/me/app-passwords/" + id).then().statusCode(204);
        as(token).delete("/v1/accounts/me/app-passwords/" + id).then().statusCode(404);
    }

    private static String code(String secret, int stepsAhead) {
        return TestCodes.now(Base32.decode(secret), stepsAhead);
    }

    /** Turns codes on; their secret. */
    private static String withCodes(String token) {
        String secret =
                as(token)
                        .post("/v1/accounts/me/second-factor/totp")
                        .then()
                        .statusCode(200)
                        .body("uri", startsWith("otpauth://totp/"))
                        .body("qr", startsWith("<svg"))
                        .extract()
                        .path("secret");
        as(token)
                .body(Map.of("code", "nonsense"))
                .put("/v1/accounts/me/second-factor/totp")
                .then()
                .statusCode(400);
        as(token)
                .body(Map.of("code", code(secret, 0)))
                .put("/v1/accounts/me/second-factor/totp")
                .then()
                .statusCode(204);
        return secret;
    }

    @Test
    void twoFactorSignInAsksForACodeAndTakesItOnce() {
        String token = session();
        String secret = withCodes(token);
        List<String> codes =
                as(token)
                        .post("/v1/accounts/me/second-factor/recovery-codes")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("codes");
        as(token)
                .get("/v1/accounts/me/second-factor")
                .then()
                .body("totp", equalTo(true))
                .body("recoveryCodes", equalTo(10));
        second(Map.of("totp", code(secret, 1))).statusCode(201);
        second(Map.of("totp", code(secret, 1))).statusCode(401);
        second(Map.of("recoveryCode", codes.getFirst())).statusCode(201);
        second(Map.of("recoveryCode", codes.getFirst())).statusCode(401);
        admin().get(path + "/sign-ins")
                .then()
                .body(
                        "items.outcome",
                        hasItems("success", "second-factor-asked", "wrong-second-factor"))
                .body("items.method", hasItems("password", "password+totp"));
        admin().delete(path + "/second-factor/totp").then().statusCode(204);
        signIn().statusCode(201);
    }

    private ValidatableResponse second(Map<String, String> shown) {
        Map<String, String> body = new HashMap<>(shown);
        body.put(
                "challenge",
                signIn().statusCode(200)
                        .body("state", equalTo("second-factor"))
                        .body("methods", hasItem("totp"))
                        .extract()
                        .path("challenge"));
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/sessions/second-factor")
                .then();
    }

    @Test
    void passkeysAreBegunByABrowser() {
        String token = session();
        as(token).post("/v1/accounts/me/second-factor/passkeys/options").then().statusCode(400);
        as(token)
                .header("Origin", "http://localhost:8080")
                .post("/v1/accounts/me/second-factor/passkeys/options")
                .then()
                .statusCode(200)
                .body("rp.id", equalTo("localhost"))
                .body("user.name", equalTo(alice))
                .body("challenge", matchesPattern("[\\w-]{43}"));
        as(token)
                .header("Origin", "http://localhost:8080")
                .body(Map.of("name", "phone", "credential", Map.of("id", "x")))
                .post("/v1/accounts/me/second-factor/passkeys")
                .then()
                .statusCode(400);
    }

    @Test
    void ownersSeeSignInsAndEndTheirSessions() {
        String token = session();
        String id =
                as(token)
                        .get("/v1/accounts/me/sign-ins")
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1))
                        .body("items[0].outcome", equalTo("success"))
                        .body("items[0].protocol", equalTo("pages"))
                        .body("items[0].answer", equalTo("none"))
                        .extract()
                        .path("items[0].id");
        as(token).get("/v1/accounts/me/sign-ins?cursor=x!").then().statusCode(400);
        as(token).post("/v1/accounts/me/sign-ins/none/disown").then().statusCode(404);
        as(token).post("/v1/accounts/me/sign-ins/" + id + "/confirm").then().statusCode(204);
        as(token).post("/v1/accounts/me/sign-ins/" + id + "/disown").then().statusCode(204);
        as(token).get("/v1/session").then().statusCode(401);
        admin().get(path + "/sign-ins").then().body("items[0].answer", equalTo("disowned"));
    }
}
