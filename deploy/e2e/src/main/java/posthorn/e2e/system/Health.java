package posthorn.e2e.system;

import static io.restassured.RestAssured.given;

import java.time.Duration;
import org.awaitility.Awaitility;

/** What a probe sees. */
public final class Health {

    /** Asked by liveness and startup probes. */
    public static final String LIVE = "/q/health/live";

    /** Asked by readiness probes. */
    public static final String READY = "/q/health/ready";

    private Health() {}

    /** Waits until a service is ready; gives up at once when its process ends. */
    static void awaitReady(JavaProcess process, int port, Duration patience) {
        Awaitility.await()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || status(port, READY) == 200);
        if (!process.isAlive()) {
            process.awaitLine(line -> false, Duration.ZERO);
        }
    }

    /** Status code of a path; 0: nobody answers. */
    public static int status(int port, String path) {
        try {
            return given().baseUri("http://127.0.0.1").port(port).get(path).statusCode();
        } catch (Exception e) {
            return 0;
        }
    }
}
