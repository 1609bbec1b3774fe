package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.runtime.http.ProblemCode;

/** Pages that explain replies, for everybody. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class HelpPagesTest {

    @Test
    void pageOfAReplyNeedsNoTokenAndSpeaksTheReadersLanguage() {
        given().header("Accept-Language", "fr, de;q=0.9, en;q=0.1")
                .get("/help/unknown-user")
                .then()
                .statusCode(200)
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Language", "de")
                .header("Vary", "Accept-Language")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("Einen solchen Nutzer gibt es hier nicht"))
                .body(containsString("550 5.1.1"));
    }

    @Test
    void languageCanBeChosen() {
        given().header("Accept-Language", "de")
                .get("/help/unknown-user?lang=en")
                .then()
                .statusCode(200)
                .header("Content-Language", "en")
                .body(containsString("There is no such user here"));
        given().get("/help/unknown-user").then().header("Content-Language", "en");
        given().get("/help/unknown-user?lang=fr").then().header("Content-Language", "en");
    }

    @Test
    void codesAndTheListHavePages() {
        given().get("/help/5.7.1").then().statusCode(200).body(containsString("We do not pass"));
        given().get("/help/").then().statusCode(200).body(containsString("unknown-user?lang=en"));
        given().redirects()
                .follow(false)
                .get("/help")
                .then()
                .statusCode(301)
                .header("Location", equalTo("help/"));
    }

    @Test
    void whatThereIsNotIsToldAndNotEchoed() {
        given().get("/help/no-such-reply")
                .then()
                .statusCode(404)
                .body(containsString("There is no such reply"))
                .body(not(containsString("no-such-reply")));
        given().get("/help/a/b").then().statusCode(404);
    }

    @Test
    void headHasNoBodyAndNothingCanBePosted() {
        given().head("/help/unknown-user").then().statusCode(200).body(equalTo(""));
        given().body("x").post("/help/unknown-user").then().statusCode(405);
    }

    @Test
    void whatIsForAdministratorsStillNeedsTheToken() {
        given().get("/v1/domains").then().statusCode(401);
        given().get("/help/../v1/domains").then().statusCode(401);
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyProblemHasItsPage(ProblemCode code) {
        for (String language : List.of("en", "de")) {
            given().queryParam("lang", language)
                    .get("/help/problems/" + code.word())
                    .then()
                    .statusCode(200)
                    .header("Content-Language", language)
                    .body(containsString(code.word()));
        }
    }
}
