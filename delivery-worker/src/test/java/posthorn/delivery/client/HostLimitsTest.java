package posthorn.delivery.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posthorn.protocol.smtp.Capabilities;

/** LIMITS (RFC 9422), as hosts announce it. */
class HostLimitsTest {

    @Test
    void recipientsGoInPortions() {
        assertEquals("[[0, 1], [2, 3], [4]]", portions("RCPTMAX=2", "a", "b", "c", "d", "e"));
        assertEquals("[[0, 1, 2]]", portions("RCPTMAX=3", "a", "b", "c"));
        assertEquals("[[0], [1], [2]]", portions("rcptmax=1 MAILMAX=5", "a", "b", "c"));
        assertEquals("[]", portions("RCPTMAX=1"));
    }

    @Test
    void domainsOfOneTransactionAreCounted() {
        assertEquals(
                "[[0, 1, 2], [3]]",
                portions("RCPTDOMAINMAX=2", "a@x.test", "b@y.test", "c@X.test", "d@z.test"));
        assertEquals(
                "[[0, 1], [2], [3]]",
                portions(
                        "RCPTDOMAINMAX=1 RCPTMAX=2",
                        "a@x.test",
                        "b@x.test",
                        "c@x.test",
                        "d@z.test"));
    }

    @Test
    void whatCannotBeReadIsNoLimit() {
        for (String limits :
                List.of("", "RCPTMAX", "RCPTMAX=0", "RCPTMAX=-1", "RCPTMAX=many", "XRCPTMAX=1")) {
            assertEquals(new HostLimits(MOST, MOST, MOST), limits(limits), limits);
        }
        assertEquals(new HostLimits(7, MOST, MOST), limits("RCPTMAX=0x1 MAILMAX=7"));
        assertEquals(new HostLimits(MOST, MOST, MOST), HostLimits.of(new Capabilities(Map.of())));
    }

    private static final int MOST = Integer.MAX_VALUE;

    private static HostLimits limits(String announced) {
        return HostLimits.of(new Capabilities(Map.of("LIMITS", announced)));
    }

    private static String portions(String announced, String... recipients) {
        Map<Integer, String> all = new LinkedHashMap<>();
        for (String recipient : recipients) {
            all.put(all.size(), recipient);
        }
        return limits(announced).portions(all).stream().map(Map::keySet).toList().toString();
    }
}
