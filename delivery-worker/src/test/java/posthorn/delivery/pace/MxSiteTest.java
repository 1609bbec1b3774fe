package posthorn.delivery.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import posthorn.delivery.relay.RegisteredNames;

/** Which destinations are one site. */
class MxSiteTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aspmx.l.google.com alt1.aspmx.l.google.com|google.com",
                "ALT1.ASPMX.L.GOOGLE.COM aspmx.l.google.com|google.com",
                "example-org.mail.protection.outlook.com|outlook.com",
                "example-org.a1.mx.microsoft|mx.microsoft",
                "mx.b.test mx2.a.test mx1.a.test|a.test,b.test",
                "mail.example.co.uk|example.co.uk",
                "mail.other.co.uk|other.co.uk",
                "[192.0.2.1]|[192.0.2.1]",
                "host|host",
                "a_b.example.test|example.test"
            })
    void nameIsMadeOfTheRegisteredNames(String hosts, String site) {
        assertEquals(site, MxSite.of(List.of(hosts.split(" ")), RegisteredNames::of));
    }

    @Test
    void longListsAreCut() {
        List<String> many = IntStream.range(10, 40).mapToObj(i -> "mx.d" + i + ".test").toList();
        assertEquals(8, MxSite.of(many, RegisteredNames::of).split(",").length);
    }
}
