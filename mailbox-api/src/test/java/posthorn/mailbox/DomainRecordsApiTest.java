package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.registry.Registry;

/** What a domain is to publish, beside what DNS says; nobody has published names of tests. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class DomainRecordsApiTest {

    private final Registry registry;

    @Inject
    DomainRecordsApiTest(Registry registry) {
        this.registry = registry;
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + StoreResource.ADMIN);
    }

    @Test
    void eachRecordSaysWhetherItIsThere() {
        registry.addDomain("records.test", "").await().atMost(Duration.ofSeconds(10));
        admin().get("/v1/domains/records.test/records")
                .then()
                .statusCode(200)
                .body("domain", equalTo("records.test"))
                .body("items.state", everyItem(equalTo("missing")))
                .body("items.findAll { it.needed }.type", hasItem("MX"))
                .body("items.name", hasItem("_autodiscover._tcp.records.test"));
    }

    @Test
    void whoMayNotSeesNothingAndWhatIsNotHereHasNone() {
        given().get("/v1/domains/records.test/records").then().statusCode(401);
        admin().get("/v1/domains/unknown.test/records").then().statusCode(404);
    }
}
