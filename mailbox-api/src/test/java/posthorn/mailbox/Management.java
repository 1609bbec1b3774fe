package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.restassured.response.Response;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** The port of health and metrics of the {@code mailbox-api} that a test has started. */
final class Management {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Management() {}

    /** Waits until the service is ready, and its store too; there is no log here. */
    static void awaitReady() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        get("/q/health/ready")
                                .then()
                                .statusCode(200)
                                .body(containsString("\"mongodb\": \"answers\""))
                                .body(not(containsString("the indexes of the mailboxes"))));
    }

    /** What stands at a path. */
    static Response get(String path) {
        int port =
                ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return given().port(port).get(path);
    }
}
