package posthorn.ingress.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.ingress.memory.MemoryDns;
import posthorn.protocol.dns.ReverseNames;
import posthorn.protocol.smtp.ReversePath;

class HeloNameTest {
    private static final String CLIENT = "192.0.2.1";

    private final MemoryDns dns =
            new MemoryDns().host("mail.far.test", CLIENT).host("other.test", "192.0.2.9");

    private HeloName of(String client, String helo) {
        ReverseNames reverse = ReverseNames.of(dns, InetAddress.ofLiteral(client));
        return HeloName.of(
                dns,
                new AuthenticationRequest(
                        client, helo, ReversePath.parse("").orElseThrow(), List.of(), false),
                reverse,
                "mx.here.test");
    }

    @ParameterizedTest
    @CsvSource({
        "mail.far.test, OWN",
        "MAIL.far.test, OWN",
        "MX.here.test, OURS",
        "other.test, OTHER",
        "nowhere.test, UNKNOWN",
        "[192.0.2.1], OWN",
        "[192.0.2.2], OTHER",
        "[nonsense], INVALID",
        "bad..name, INVALID"
    })
    void aName(String helo, HeloName worth) {
        assertEquals(worth, of(CLIENT, helo));
    }

    @Test
    void anAddressOfIpv6IsTheSameHoweverItIsWritten() {
        assertEquals(HeloName.OWN, of("2001:db8::1", "[IPv6:2001:DB8:0::1]"));
    }

    @Test
    void whatTheNamesOfTheHostTellIsNotAskedAgain() {
        of(CLIENT, "mail.far.test");
        assertFalse(
                dns.asked().stream().filter("A mail.far.test"::equals).count() > 1,
                dns.asked().toString());
    }
}
