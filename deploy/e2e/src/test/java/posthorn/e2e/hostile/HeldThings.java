package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import posthorn.e2e.system.Admin;

/** What the services say they hold for clients. */
final class HeldThings {

    private static final List<String> SERVICES =
            List.of("smtp-ingress", "imap-pop-frontend", "mailbox-api");

    private HeldThings() {}

    /** Waits until every service that clients reach holds nothing, and says so. */
    static void awaitNone(Admin admin, Duration patience) {
        Map<String, Double> known = admin.held();
        for (String service : SERVICES) {
            assertTrue(
                    known.keySet().stream().anyMatch(labels -> labels.contains(service)),
                    () -> service + " does not say what it holds: " + known.keySet());
        }
        Awaitility.await()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    Map<String, Double> held = admin.held();
                    held.values().removeIf(value -> value == 0);
                    assertEquals(Map.of(), held);
                });
    }
}
