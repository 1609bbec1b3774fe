package posthorn.ingress.blocklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockListTest {

    @ParameterizedTest
    @CsvSource({
        "list.test, list.test, 1, 127.0.0.2, true",
        "LIST.test*3, list.test, 3, 127.0.0.99, true",
        "list.test=127.0.0.[2..11], list.test, 1, 127.0.0.11, true",
        "list.test=127.0.0.[2..11], list.test, 1, 127.0.0.12, false",
        "list.test=127.0.[0..255].[1;3]*-2, list.test, -2, 127.0.9.3, true",
        "list.test=127.0.[0..255].[1;3]*-2, list.test, -2, 127.0.9.2, false",
        "list.test=127.0.0.4*+2, list.test, 2, 127.0.0.4, true",
    })
    void aListAsPostfixWritesIt(
            String text, String zone, int weight, String answer, boolean counts) {
        BlockList list = BlockList.parse(text);
        assertEquals(zone, list.zone());
        assertEquals(weight, list.weight());
        assertEquals(counts, list.filter().matches(InetAddress.ofLiteral(answer)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "list.test=",
                "list.test*",
                "list.test*x",
                "list.test=127.0.0",
                "list.test=127.0.0.2.",
                "list.test=127.0.0.2.3",
                "list.test=127.0.0.300",
                "list.test=127.0.0.[5..2]",
                "list.test=127.0.0.[..2]",
                "list.test=127.0.0.[2",
                "list.test=localhost"
            })
    void whatIsNoList(String text) {
        assertThrows(IllegalArgumentException.class, () -> BlockList.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.99, 99.2.0.192.list.test",
        "2001:db8:1:2:3:4:567:89ab,"
                + " b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.list.test"
    })
    void theNameOfAnAddress(String address, String name) {
        assertEquals(name, ReverseName.of(InetAddress.ofLiteral(address), "list.test"));
    }
}
