package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.registry.DomainOptions;
import posthorn.mailbox.registry.Registry;

/** What mail programs ask for, as they ask for it: nobody signs in. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class ClientSettingsRoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private final Registry registry;
    private final DomainOptions options;

    @Inject
    ClientSettingsRoutesTest(Registry registry, DomainOptions options) {
        this.registry = registry;
        this.options = options;
    }

    @BeforeEach
    void threeDomainsOfWhichOneIsElsewhere() {
        for (String name : new String[] {"found.test", "alias.test", "elsewhere.test"}) {
            registry.addDomain(name, "").await().atMost(PATIENCE);
        }
        change("alias.test", new DomainOptions.Change(null, null, "found.test", null, null));
        change("elsewhere.test", new DomainOptions.Change(null, null, null, "[10.0.0.5]", "all"));
    }

    private void change(String domain, DomainOptions.Change change) {
        options.set(domain, change).await().atMost(PATIENCE);
    }

    private static ValidatableResponse autoconfig(String host, String path) {
        return given().urlEncodingEnabled(false).header("Host", host).get(path).then();
    }

    @Test
    void thunderbirdFindsADomainByEachWayToAsk() {
        String domain = "<domain>found.test</domain>";
        autoconfig("autoconfig.Found.test", "/mail/config-v1.1.xml?emailaddress=a%40found.test")
                .statusCode(200)
                .contentType("text/xml")
                .body(containsString(domain));
        autoconfig("found.test", "/.well-known/autoconfig/mail/config-v1.1.xml")
                .statusCode(200)
                .body(containsString(domain));
        autoconfig("localhost", "/mail/config-v1.1.xml?emailaddress=alice%40found.test")
                .statusCode(200)
                .body(containsString(domain));
        autoconfig("autoconfig.alias.test", "/mail/config-v1.1.xml")
                .statusCode(200)
                .body(containsString("<domain>alias.test</domain>"));
    }

    @Test
    void whatIsNotHereIsNotFound() {
        for (String host :
                new String[] {"autoconfig.unknown.test", "elsewhere.test", "localhost"}) {
            autoconfig(host, "/mail/config-v1.1.xml").statusCode(404);
        }
    }

    private static String request(String address, String schema) {
        return "<Autodiscover><Request><EMailAddress>"
                + address
                + "</EMailAddress><AcceptableResponseSchema>"
                + schema
                + "</AcceptableResponseSchema></Request></Autodiscover>";
    }

    private static ValidatableResponse outlook(String path, String body) {
        return given().contentType("text/xml").body(body).post(path).then();
    }

    @Test
    void outlookIsAnsweredInAnyCaseOfLetters() {
        for (String path :
                new String[] {
                    "/autodiscover/autodiscover.xml",
                    "/Autodiscover/Autodiscover.xml",
                    "/AutoDiscover/AUTODISCOVER.XML"
                }) {
            outlook(path, request("alice@found.test", OUTLOOK))
                    .statusCode(200)
                    .contentType("text/xml")
                    .body(containsString("<Type>IMAP</Type>"))
                    .body(containsString("<LoginName>alice@found.test</LoginName>"));
        }
    }

    @Test
    void anAddressThatThereIsIsAnsweredAsOneThatThereIsNot() {
        given().header("Authorization", "Bearer " + StoreResource.ADMIN)
                .contentType("application/json")
                .body("{\"address\":\"here@found.test\",\"password\":\"wonder land 7\"}")
                .post("/v1/accounts")
                .then()
                .statusCode(201);
        String there =
                outlook("/autodiscover/autodiscover.xml", request("here@found.test", OUTLOOK))
                        .extract()
                        .asString();
        String absent =
                outlook("/autodiscover/autodiscover.xml", request("none@found.test", OUTLOOK))
                        .extract()
                        .asString();
        assertEquals(there.replace("here@", "none@"), absent);
    }

    @Test
    void autodiscoversErrorsAreItsOwn() {
        String path = "/autodiscover/autodiscover.xml";
        outlook(path, request("alice@unknown.test", OUTLOOK))
                .statusCode(200)
                .body(containsString("<ErrorCode>500</ErrorCode>"));
        outlook(path, request("alice@elsewhere.test", OUTLOOK))
                .body(containsString("<ErrorCode>500</ErrorCode>"));
        outlook(path, request("alice@found.test", "mobilesync"))
                .body(containsString("<ErrorCode>601</ErrorCode>"));
        outlook(path, "hello").body(containsString("<ErrorCode>600</ErrorCode>"));
        outlook(path, "").body(containsString("<ErrorCode>600</ErrorCode>"));
        given().get(path).then().body(containsString("<ErrorCode>600</ErrorCode>"));
        outlook(path, "<a>" + " ".repeat(20_000) + "</a>").statusCode(413);
    }

    private static ValidatableResponse json(String query) {
        return given().urlEncodingEnabled(false)
                .get("/autodiscover/autodiscover.json" + query)
                .then();
    }

    @Test
    void newerOutlooksAreToldWhereToPost() {
        for (String query :
                new String[] {
                    "?Email=alice%40found.test&Protocol=AutodiscoverV1",
                    "/v1.0/alice%40found.test?protocol=autodiscoverv1"
                }) {
            json(query)
                    .statusCode(200)
                    .contentType("application/json")
                    .body("Protocol", equalTo("AutodiscoverV1"))
                    .body("Url", containsString("/autodiscover/autodiscover.xml"));
        }
        json("?Email=a%40unknown.test&Protocol=AutodiscoverV1")
                .statusCode(404)
                .body("ErrorCode", equalTo("UserNotFound"));
        json("?Email=a%40found.test&Protocol=ActiveSync")
                .statusCode(400)
                .body("ErrorCode", equalTo("InvalidProtocol"))
                .body("ErrorMessage", not(containsString("ActiveSync")));
        json("?Email=a%40found.test").body("ErrorMessage", containsString("'Protocol'"));
        json("?Protocol=AutodiscoverV1").body("ErrorMessage", containsString("'Email'"));
    }

    @Test
    void policiesAreStillAnsweredByTheNameThatIsAskedFor() {
        given().header("Host", "mta-sts.found.test")
                .get("/.well-known/mta-sts.txt")
                .then()
                .statusCode(200)
                .body(containsString("version: STSv1"));
        given().header("Host", "mta-sts.unknown.test")
                .get("/.well-known/mta-sts.txt")
                .then()
                .statusCode(404);
        assertEquals(Optional.empty(), registry.domain("unknown.test").await().atMost(PATIENCE));
    }
}
