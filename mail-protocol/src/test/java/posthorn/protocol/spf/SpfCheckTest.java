package posthorn.protocol.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import posthorn.protocol.dns.ZoneFile;

/** What the suite does not ask: words for people, and what a hostile record costs (RFC 7208). */
class SpfCheckTest {
    private final ZoneFile zone = new ZoneFile();

    @Test
    void theTermThatMatchedIsNamed() {
        zone.add("a.test", "TXT", "v=spf1 ip4:192.0.2.1 -all");
        assertEquals("'ip4:192.0.2.1' in the SPF record of a.test", check("a.test").reason());
        zone.add("b.test", "TXT", "v=spf1 include:a.test ~all");
        assertEquals("'include:a.test' in the SPF record of b.test", check("b.test").reason());
    }

    @Test
    void whatIsWrongWithTheRecordIsSaid() {
        zone.add("a.test", "TXT", "v=spf1 ipv4:192.0.2.1 -all");
        SpfOutcome outcome = check("a.test");
        assertEquals(SpfResult.PERMERROR, outcome.result());
        assertEquals(
                "the SPF record of a.test: 'ipv4:192.0.2.1' is no mechanism", outcome.reason());
    }

    @Test
    void theRecordOfTheOwnerIsOneStringOfItsPieces() {
        zone.add("a.test", "TXT", "v=spf1 ip4:192." + "0.2.1 -all");
        assertEquals(SpfResult.PASS, check("a.test").result());
    }

    @Test
    void includesWithinIncludesEndWithTheTenth() {
        for (int i = 0; i < 1000; i++) {
            zone.add("n" + i + ".test", "TXT", "v=spf1 include:n" + (i + 1) + ".test -all");
        }
        assertEquals(SpfResult.PERMERROR, check("n0.test").result());
        assertEquals(SpfCheck.MOST_LOOKUPS + 1, zone.questions().size());
    }

    @Test
    void questionsAreBoundedWhateverTheRecordSays() {
        zone.add("a.test", "TXT", "v=spf1 " + "mx:%{p}.m.test ".repeat(4000) + "-all");
        for (int i = 0; i < 100; i++) {
            zone.add("1.2.0.192.in-addr.arpa", "PTR", "p" + i + ".test");
            zone.add("p" + i + ".test", "A", "192.0.2.1");
        }
        for (int i = 0; i < SpfCheck.MOST_NAMES; i++) {
            zone.add("p0.test.m.test", "MX", "10 h" + i + ".test");
            zone.add("h" + i + ".test", "A", "198.51.100.1");
        }
        assertEquals(SpfResult.PERMERROR, check("a.test").result());
        int asked = zone.questions().size();
        assertTrue(asked <= SpfCheck.MOST_QUESTIONS, "asked " + asked);
    }

    @Test
    void aLongExplanationIsCut() {
        zone.add("a.test", "TXT", "v=spf1 -all exp=e.test");
        zone.add("e.test", "TXT", "%{s} ".repeat(5000));
        assertEquals(SpfCheck.LONGEST_EXPLANATION, check("a.test").explanation().length());
    }

    private SpfOutcome check(String domain) {
        return SpfCheck.of(
                zone,
                new SpfRequest(
                        InetAddress.ofLiteral("192.0.2.1"),
                        domain,
                        "user",
                        "host.test",
                        "mx.here.test",
                        Instant.EPOCH));
    }
}
