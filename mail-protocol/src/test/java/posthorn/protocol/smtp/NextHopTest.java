package posthorn.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextHopTest {

    @ParameterizedTest
    @CsvSource({
        "MX.example.org, mx.example.org:25",
        "mx.example.org:2525, mx.example.org:2525",
        "b\u00fccher.example, xn--bcher-kva.example:25",
        "10.0.0.5, [10.0.0.5]:25",
        "10.0.0.5:26, [10.0.0.5]:26",
        "[10.0.0.5]:26, [10.0.0.5]:26",
        "[IPv6:2001:db8::1]:26, [ipv6:2001:db8:0:0:0:0:0:1]:26",
        "[IPv6:2001:db8::1], [ipv6:2001:db8:0:0:0:0:0:1]:25",
        "no host, none",
        "mx.example.org:, none",
        "mx.example.org:0, none",
        "mx.example.org:65536, none",
        "mx:a, none",
        "'', none"
    })
    void hostsAndAddressesAreReadWithAndWithoutPort(String text, String read) {
        assertEquals(read, NextHop.parse(text, 25).map(NextHop::toString).orElse("none"));
    }

    @ParameterizedTest
    @CsvSource({"mx.example.org:2525", "[10.0.0.5]:26", "[ipv6:2001:db8:0:0:0:0:0:1]:26"})
    void whatIsWrittenIsRead(String text) {
        assertEquals(text, NextHop.parse(text, 1).orElseThrow().toString());
    }
}
