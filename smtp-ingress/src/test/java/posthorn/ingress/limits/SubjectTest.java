package posthorn.ingress.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.77, 24, 48, 192.0.2.0/24",
        "192.0.2.77, 32, 48, 192.0.2.77/32",
        "192.0.255.77, 9, 48, 192.0.0.0/9",
        "2001:db8:1:2:3:4:5:6, 24, 48, 2001:db8:1::/48",
        "2001:db8:1:2:3:4:5:6, 24, 64, 2001:db8:1:2::/64",
        "::ffff:192.0.2.77, 24, 48, 192.0.2.0/24"
    })
    void theNetworkOfAnAddress(String address, int ipv4, int ipv6, String network) {
        assertEquals(network, Subject.network(address, ipv4, ipv6).prefix());
    }

    @Test
    void aClientOfIpv6IsItsFirst64Bits() {
        assertEquals(
                Subject.client("2001:db8:1:2:3:4:5:6"), Subject.client("2001:db8:1:2:ffff::1"));
        assertEquals("192.0.2.1", Subject.client("192.0.2.1").address());
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1 second",
        "PT1.5S, 2 seconds",
        "PT90S, 90 seconds",
        "PT1M, 1 minute",
        "PT121S, 3 minutes",
        "PT1H, 1 hour",
        "PT2H1S, 3 hours",
        "P1D, 1 day",
        "PT49H, 3 days"
    })
    void durationsInWords(Duration time, String words) {
        assertEquals(words, DurationWords.of(time));
    }
}
