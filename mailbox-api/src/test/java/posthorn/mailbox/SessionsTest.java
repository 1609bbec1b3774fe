package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in and out over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class SessionsTest {

    private static final String COOKIE = "posthorn-session";

    private final String domain = "s" + UUID.randomUUID().toString().substring(0, 8) + ".test";
    private final String alice = "alice@" + domain;

    @BeforeEach
    void account() {
        Management.awaitReady();
        as(StoreResource.ADMIN).body(Map.of("name", domain)).post("/v1/domains");
        as(StoreResource.ADMIN)
                .body(Map.of("address", alice, "password", "correct horse battery"))
                .post("/v1/accounts")
                .then()
                .statusCode(201);
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    private static RequestSpecification browser() {
        return given().contentType(ContentType.JSON).header("Origin", origin());
    }

    private static String origin() {
        return "http://localhost:" + RestAssured.port;
    }

    private Map<String, String> password(String password) {
        return Map.of("login", alice, "password", password);
    }

    private ValidatableResponse signIn(RequestSpecification client) {
        return client.body(password("correct horse battery")).post("/v1/sessions").then();
    }

    @Test
    void aBrowserGetsACookieAndNoToken() {
        String cookie =
                signIn(browser())
                        .statusCode(201)
                        .body("state", equalTo("open"))
                        .body("token", nullValue())
                        .body("principal.role", equalTo("user"))
                        .body("principal.address", equalTo(alice))
                        .header(
                                "Set-Cookie",
                                allOf(
                                        containsString("HttpOnly"),
                                        containsString("SameSite=Strict"),
                                        containsString("Path=/")))
                        .extract()
                        .cookie(COOKIE);
        given().cookie(COOKIE, cookie)
                .get("/v1/session")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("role", equalTo("user"));
        given().cookie(COOKIE, cookie).delete("/v1/session").then().statusCode(403);
        given().cookie(COOKIE, cookie)
                .header("Origin", "https://evil.example")
                .delete("/v1/session")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("foreign-origin"));
        browser().cookie(COOKIE, cookie).delete("/v1/session").then().statusCode(204);
        given().cookie(COOKIE, cookie).get("/v1/session").then().statusCode(401);
    }

    @Test
    void aProgramGetsATokenThatEndsWithTheSession() {
        String token =
                signIn(given().contentType(ContentType.JSON))
                        .statusCode(201)
                        .body("token", startsWith("session."))
                        .extract()
                        .path("token");
        as(token).get("/v1/accounts/me").then().statusCode(200).body("address", equalTo(alice));
        as(token).get("/v1/accounts").then().statusCode(403).body("code", equalTo("forbidden"));
        as(token).delete("/v1/accounts/me/sessions").then().statusCode(204);
        as(token).get("/v1/session").then().statusCode(401);
    }

    @Test
    void anotherPasswordEndsTheOtherSessionsAndNotThisOne() {
        String other = signIn(given().contentType(ContentType.JSON)).extract().path("token");
        String mine = signIn(given().contentType(ContentType.JSON)).extract().path("token");
        as(mine).body(Map.of("password", "another horse battery"))
                .put("/v1/accounts/me/password")
                .then()
                .statusCode(400);
        as(mine).body(Map.of("password", "another horse battery", "current", "guess"))
                .put("/v1/accounts/me/password")
                .then()
                .statusCode(401);
        as(mine).body(
                        Map.of(
                                "password",
                                "another horse battery",
                                "current",
                                "correct horse battery"))
                .put("/v1/accounts/me/password")
                .then()
                .statusCode(204);
        as(other).get("/v1/session").then().statusCode(401);
        as(mine).get("/v1/session").then().statusCode(200);
        as(StoreResource.ADMIN)
                .body(Map.of("state", "disabled"))
                .patch("/v1/accounts/" + alice)
                .then()
                .statusCode(200);
        as(mine).get("/v1/session").then().statusCode(401);
    }

    @Test
    void nobodyComesInWithTheWrongPasswordOrToken() {
        browser()
                .body(password("guess"))
                .post("/v1/sessions")
                .then()
                .statusCode(401)
                .body("code", equalTo("wrong-credentials"));
        browser().body(Map.of("adminToken", "guess")).post("/v1/sessions").then().statusCode(401);
        as("session.guess").get("/v1/session").then().statusCode(401);
        browser().body(Map.of()).post("/v1/sessions").then().statusCode(400);
        browser()
                .body(Map.of("challenge", "session.x", "totp", "123456"))
                .post("/v1/sessions/second-factor")
                .then()
                .statusCode(401);
    }

    @Test
    void anAdminTokenOpensASession() {
        String cookie =
                browser()
                        .body(Map.of("adminToken", StoreResource.ADMIN))
                        .post("/v1/sessions")
                        .then()
                        .statusCode(201)
                        .body("principal.role", equalTo("admin"))
                        .extract()
                        .cookie(COOKIE);
        given().cookie(COOKIE, cookie).get("/v1/domains").then().statusCode(200);
    }

    @Test
    void aStateThatSomebodyChangedMeanwhileIsNotChanged() {
        String tag =
                as(StoreResource.ADMIN)
                        .get("/v1/accounts/" + alice)
                        .then()
                        .statusCode(200)
                        .extract()
                        .header("ETag");
        as(StoreResource.ADMIN)
                .header("If-Match", tag)
                .body(Map.of("language", "de"))
                .patch("/v1/accounts/" + alice)
                .then()
                .statusCode(200)
                .body("language", equalTo("de"));
        as(StoreResource.ADMIN)
                .header("If-Match", tag)
                .body(Map.of("language", "en"))
                .patch("/v1/accounts/" + alice)
                .then()
                .statusCode(412)
                .body("code", equalTo("changed-meanwhile"));
    }
}
