package posthorn.protocol;

import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import posthorn.protocol.arc.ArcVerification;
import posthorn.protocol.auth.AuthenticationResults;
import posthorn.protocol.dmarc.DmarcRecord;
import posthorn.protocol.dns.ZoneFile;
import posthorn.protocol.spf.SpfCheck;
import posthorn.protocol.spf.SpfRequest;

/**
 * What the checks of senders read costs no more than its length, as {@link LinearWorkTest} says.
 */
class LinearChecksTest {
    @Test
    void resultsOfOtherServers() {
        LinearWorkTest.hold(
                AuthenticationResults::parse,
                LinearWorkTest.repeated(
                        "(", "()", "\"", "\\", ";", "; a=b", "a.b=c ", "=", ".", "none "));
        Map<String, IntFunction<String>> chains = new LinkedHashMap<>();
        for (String piece : List.of("ARC-Seal: i=1\r\n", "ARC-Seal: i=1; ", "\r\n a=b;", ";")) {
            chains.put(
                    piece,
                    length -> "ARC-Seal: " + LinearWorkTest.repeat(piece, length) + "\r\n\r\n");
        }
        LinearWorkTest.hold(
                value -> ArcVerification.of(LinearWorkTest.header(value)).keyNames(), chains);
    }

    @Test
    void recordsOfDomains() {
        Map<String, IntFunction<String>> records = new LinkedHashMap<>();
        for (String piece :
                List.of(
                        "%{s}",
                        "%{",
                        "a:%{p}/1 ",
                        "/",
                        "//",
                        "/1",
                        "a ",
                        "x=y ",
                        "=",
                        "ip6::",
                        "%%",
                        "-all ",
                        "redirect=",
                        "exists:%{l1r-}.",
                        ":",
                        " ")) {
            records.put(
                    "spf " + piece,
                    length -> "v=spf1 a:" + LinearWorkTest.repeat(piece, length) + " -all");
            records.put(
                    "exp " + piece,
                    length -> "v=spf1 -all exp=" + LinearWorkTest.repeat(piece, length));
        }
        LinearWorkTest.hold(
                record ->
                        SpfCheck.of(
                                new ZoneFile().add("a.test", "TXT", record),
                                new SpfRequest(
                                        InetAddress.ofLiteral("192.0.2.1"),
                                        "a.test",
                                        "user",
                                        "b.test",
                                        "c.test",
                                        Instant.EPOCH)),
                records);
    }

    @Test
    void policiesOfDomains() {
        Map<String, IntFunction<String>> policies = new LinkedHashMap<>();
        for (String piece : List.of(";", "a=b;", "=", " ", "rua=a:b,", ",", "!")) {
            policies.put(piece, length -> "v=DMARC1; rua=" + LinearWorkTest.repeat(piece, length));
        }
        LinearWorkTest.hold(DmarcRecord::parse, policies);
    }
}
