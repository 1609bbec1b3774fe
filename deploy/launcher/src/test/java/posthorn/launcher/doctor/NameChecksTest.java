package posthorn.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records of a domain, and names and addresses, against a name server of the test's own. */
class NameChecksTest {

    private static final String KEY =
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private final TestNames names;

    NameChecksTest() throws IOException {
        names = new TestNames();
    }

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void recordsAsPrintedAreGood() throws IOException {
        names.add("example.test", "MX", "10 MX.example.test.");
        names.add("example.test", "TXT", "v=spf1 mx ~all");
        names.add("example.test", "TXT", "another-service=1");
        names.add("s1._domainkey.example.test", "TXT", KEY.replace(" ", ""));
        names.add("_imaps._tcp.example.test", "SRV", "0 1 993 mx.example.test.");
        assertEquals(
                List.of("GOOD dns.good", "GOOD dns.good", "GOOD dns.good", "GOOD dns.good"),
                domain());
    }

    @Test
    void whatIsMissingIsWrongWhereMailDependsOnIt() throws IOException {
        names.add("example.test", "TXT", "another-service=1");
        assertEquals(
                List.of(
                        "WRONG dns.missing",
                        "WRONG dns.missing",
                        "WRONG dns.missing",
                        "ADVICE dns.missing"),
                domain());
    }

    @Test
    void whatIsDifferentIsWrongUnlessItMayBeOnPurpose() throws IOException {
        names.add("example.test", "MX", "10 mx.elsewhere.test.");
        names.add("example.test", "TXT", "v=spf1 include:_spf.elsewhere.test -all");
        names.add("s1._domainkey.example.test", "TXT", KEY.replace("11qY", "22qY"));
        assertEquals(
                List.of(
                        "WRONG dns.different",
                        "ADVICE dns.different",
                        "WRONG dns.different",
                        "ADVICE dns.missing"),
                domain());
    }

    @Test
    void twoPoliciesAreNone() throws IOException {
        names.add("example.test", "MX", "10 mx.example.test.");
        names.add("example.test", "TXT", "v=spf1 mx ~all");
        names.add("example.test", "TXT", "v=spf1 -all");
        assertEquals("WRONG dns.several", domain().get(1));
    }

    @Test
    void serverThatFailsIsNoReasonToCallARecordMissing() throws IOException {
        names.fail();
        assertEquals("UNKNOWN dns.silent", domain().getFirst());
    }

    @Test
    void nameAndAddressPointAtEachOther() throws Exception {
        InetAddress address = InetAddress.ofLiteral("192.0.2.7");
        names.add("mx.example.test", "A", "192.0.2.7");
        assertEquals("WRONG address.no-name", pointer(address));
        names.add("7.2.0.192.in-addr.arpa", "PTR", "MX.example.test.");
        assertEquals("GOOD address.good", pointer(address));
        assertEquals(
                List.of(address),
                new AddressCheck(names.resolver()).of("mx.example.test").addresses());
    }

    @Test
    void otherNamesAreSaidToBeSo() throws Exception {
        InetAddress address = InetAddress.ofLiteral("192.0.2.8");
        names.add("8.2.0.192.in-addr.arpa", "PTR", "host8.provider.test.");
        assertEquals("WRONG address.not-confirmed", pointer(address));
        names.add("host8.provider.test", "A", "192.0.2.8");
        assertEquals("ADVICE address.other-name", pointer(address));
    }

    @Test
    void hostWithoutAPublicAddressIsWrong() throws IOException {
        assertEquals(
                List.of("WRONG address.none"),
                words(new AddressCheck(names.resolver()).of("mx.example.test").findings()));
        names.add("mx.example.test", "A", "10.0.0.1");
        assertEquals(
                List.of("WRONG address.private"),
                words(new AddressCheck(names.resolver()).of("mx.example.test").findings()));
    }

    private String pointer(InetAddress address) throws IOException {
        return word(
                new AddressCheck(names.resolver())
                        .pointer("mx.example.test", address, "subject", "shown"));
    }

    private List<String> domain() throws IOException {
        JsonNode answer =
                new ObjectMapper()
                        .readTree(
                                """
                                {"records":[
                                 {"name":"example.test","type":"MX","data":"10 mx.example.test.","zone":"l1"},
                                 {"name":"example.test","type":"TXT","data":"v=spf1 mx ~all","zone":"l2"},
                                 {"name":"s1._domainkey.example.test","type":"TXT","data":"%s","zone":"l3"},
                                 {"name":"_imaps._tcp.example.test","type":"SRV",
                                  "data":"0 1 993 mx.example.test.","zone":"l4"}]}
                                """
                                        .formatted(KEY));
        return words(new DomainCheck(names.resolver()).findings(answer));
    }

    private static List<String> words(List<Finding> findings) {
        return findings.stream().map(NameChecksTest::word).toList();
    }

    private static String word(Finding finding) {
        return finding.level() + " " + finding.key();
    }
}
