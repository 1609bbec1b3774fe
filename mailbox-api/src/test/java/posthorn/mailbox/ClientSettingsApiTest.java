package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.AccessStore;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.Registry;

/** How an account is set up, over HTTP: what its page shows, and what a phone opens. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class ClientSettingsApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ADDRESS = "alice@setup.test";
    private static final String SETTINGS = "/v1/accounts/alice@setup.test/client-settings";

    private final Registry registry;
    private final AccountLookup accounts;
    private final AccessStore access;

    @Inject
    ClientSettingsApiTest(Registry registry, AccountLookup accounts, AccessStore access) {
        this.registry = registry;
        this.accounts = accounts;
        this.access = access;
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StoreResource.ADMIN);
    }

    @BeforeEach
    void anAccount() {
        registry.addDomain("setup.test", "").await().atMost(PATIENCE);
        admin().contentType(ContentType.JSON)
                .body(Map.of("address", ADDRESS, "password", "wonder land 7"))
                .post("/v1/accounts");
    }

    private AddressEntry.Account account() {
        return accounts.byAddress(ADDRESS).await().atMost(PATIENCE).orElseThrow();
    }

    private void set(AccessSwitch which, Optional<Boolean> on) {
        String id = account().account();
        AccountAccess before =
                access.find(List.of(id))
                        .toCompletableFuture()
                        .join()
                        .getOrDefault(id, AccountAccess.usual(id));
        assertTrue(
                access.replace(before, before.with(before.switches().with(which, on)))
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void pageShowsServersStepsAndWhatTheyMean() {
        admin().get(SETTINGS + "?language=de")
                .then()
                .statusCode(200)
                .body("address", equalTo(ADDRESS))
                .body("language", equalTo("de"))
                .body("protocols.port", contains(993, 143, 995, 110, 465, 587))
                .body("protocols[0].protocol", equalTo("imap"))
                .body("protocols[0].security", equalTo("tls"))
                .body("protocols[0].username", equalTo(ADDRESS))
                .body("protocols.preferred", contains(true, false, false, false, true, false))
                .body("steps.thunderbird", hasItem(containsString(ADDRESS)))
                .body("explanations.which", startsWith("Nehmen Sie IMAP"));
        admin().header("Accept-Language", "fr, en;q=0.5")
                .get(SETTINGS)
                .then()
                .body("language", equalTo("en"));
    }

    @Test
    void whatItsOwnerHasSwitchedOffIsNotShown() {
        set(AccessSwitch.IMAP, Optional.of(false));
        try {
            admin().get(SETTINGS).then().body("protocols.port", contains(995, 110, 465, 587));
            admin().get(SETTINGS + "/profile.mobileconfig")
                    .then()
                    .statusCode(200)
                    .body(containsString("EmailTypePOP"));
        } finally {
            set(AccessSwitch.IMAP, Optional.empty());
        }
    }

    @Test
    void aPhoneOpensTheLinkWithoutASignIn() {
        String url =
                admin().post(SETTINGS + "/profile-link")
                        .then()
                        .statusCode(201)
                        .body("qr", startsWith("<svg"))
                        .extract()
                        .path("url");
        given().header("Accept-Language", "de")
                .get(url)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("Ihr E-Mail-Konto"))
                .body(containsString("993"))
                .body(not(containsString("wonder land 7")));
        given().get(url + "/profile.mobileconfig")
                .then()
                .statusCode(200)
                .contentType("application/x-apple-aspen-config")
                .body(containsString("EmailTypeIMAP"));
        given().get(url.substring(0, url.length() - 1)).then().statusCode(404);
    }

    @Test
    void aLinkShowsNothingOfAnAccountThatIsDisabled() {
        String url = admin().post(SETTINGS + "/profile-link").path("url");
        registry.setState(ADDRESS, AccountStatus.DISABLED).await().atMost(PATIENCE);
        try {
            given().get(url).then().statusCode(404);
        } finally {
            registry.setState(ADDRESS, AccountStatus.ACTIVE).await().atMost(PATIENCE);
        }
    }

    @Test
    void pictureOfTheLinkAndProfileOfEachProtocolAreThere() {
        admin().get(SETTINGS + "/qr.svg").then().statusCode(200).contentType("image/svg+xml");
        admin().get(SETTINGS + "/profile.mobileconfig?protocol=pop3")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment"))
                .body(containsString("EmailTypePOP"));
        admin().get(SETTINGS + "/profile.mobileconfig?protocol=smtp").then().statusCode(400);
    }

    @Test
    void nobodyElseSeesThem() {
        for (String path : List.of("", "/qr.svg", "/profile.mobileconfig")) {
            given().get(SETTINGS + path).then().statusCode(401);
        }
        given().post(SETTINGS + "/profile-link").then().statusCode(401);
        admin().get(SETTINGS.replace("alice", "nobody")).then().statusCode(404);
    }

    /** No listener runs beside this service: the test says so, and what to do. */
    @Test
    void aDeliveryTestSaysWhatCameOfEachStep() {
        String tests = "/v1/accounts/" + ADDRESS + "/delivery-test";
        String id = admin().post(tests).then().statusCode(201).extract().path("id");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> admin().get(tests + "/" + id).path("done").equals(true));
        admin().get(tests + "/" + id + "?language=en")
                .then()
                .statusCode(200)
                .body("steps.step", contains("send", "imap", "pop3"))
                .body("steps.outcome", contains("failed", "skipped", "skipped"))
                .body("steps[0].detail", startsWith("The server does not answer."))
                .body("steps[0].advice", startsWith("Try again"));
        admin().get(tests + "/other").then().statusCode(404);
        given().post(tests).then().statusCode(401);
        assertEquals(ADDRESS, account().address());
    }
}
