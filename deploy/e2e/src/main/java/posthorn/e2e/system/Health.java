package posthorn.e2e.system;

import static io.restassured.RestAssured.given;

import java.time.Duration;
import org.awaitility.Awaitility;
import posthorn.runtime.health.LocalReadiness;

/** What a probe sees. */
public final class Health {

    /** Asked by liveness and startup probes. */
    public static final String LIVE = "/q/health/live";

    /** Asked by readiness probes. */
    public static final String READY = "/q/health/ready";

    /** Says what is waited for at the start. */
    public static final String STARTED = "/q/health/started";

    private Health() {}

    /**
     * Waits until a service is ready and waits for nothing any more, by its management port; gives
     * up at once when its process ends. Without log or store it would be ready, too.
     */
    static void awaitReady(JavaProcess process, int port, Duration patience) {
        Awaitility.await()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || isComplete(port));
        if (!process.isAlive()) {
            process.awaitLine(line -> false, Duration.ZERO);
        }
    }

    /** Whether a service is ready, has all that it depends on, and waits for nothing. */
    public static boolean isComplete(int port) {
        String answer = answer(port, READY);
        return status(port, READY) == 200
                && !answer.contains(LocalReadiness.WAITS_FOR)
                && !answer.contains("does not answer");
    }

    /** What a path says; empty: nobody answers. */
    public static String answer(int port, String path) {
        try {
            return given().baseUri("http://127.0.0.1").port(port).get(path).asString();
        } catch (Exception e) {
            return "";
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
