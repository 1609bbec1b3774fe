package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderScanTest {
    @Test
    void findsWhatTheHeaderHas() {
        HeaderScan scan =
                scan(
                        """
                        Received: a
                        \tby b
                        RECEIVED : c
                        Date: x
                        From: A <a@x.test>,
                         b@y.test
                        Message-Id:
                         <1@x>

                        Received: body
                        From: c@z.test
                        """
                                .replace("\n", "\r\n"));
        assertTrue(scan.complete());
        assertEquals(2, scan.received());
        assertTrue(scan.date());
        assertEquals("<1@x>", scan.messageId());
        assertEquals(1, scan.fromFields());
        assertEquals(List.of("a@x.test", "b@y.test"), scan.from());
        assertFalse(scan.fromOverflow());
    }

    @Test
    void lengthCountsTheEmptyLine() {
        assertEquals(10, scan("Date: x\n\r\n  body").length());
        assertEquals(8, scan("Date: x\n").length());
        assertFalse(scan("Date: x\n").complete());
        assertEquals(2, scan("\r\nDate: x").length());
        assertFalse(scan("\r\nDate: x").date());
    }

    @Test
    void everyFromFieldCounts() {
        HeaderScan scan =
                scan("from: a@x.test\nFROM\t: b@x.test\nX-From: c@x.test\nFrom-X: d@x.test\n\n");
        assertEquals(2, scan.fromFields());
        assertEquals(List.of("a@x.test", "b@x.test"), scan.from());
    }

    @Test
    void membersOfGroupsCount() {
        assertEquals(List.of("a@x.test"), scan("From: g: a@x.test;\n\n").from());
    }

    @Test
    void whatIsNoAddressStandsInTheList() {
        assertEquals(List.of("a@x.test", "boss"), scan("From: a@x.test boss\n\n").from());
        assertEquals(List.of("\"\""), scan("From: <>\n\n").from());
    }

    @Test
    void addressesBeyondAsciiAreText() {
        assertEquals(
                List.of("jörg@exämple.test"),
                scan("From: <" + OctetString.ofText("jörg@exämple.test") + ">\n\n").from());
    }

    @Test
    void tooManyOrTooLongFromFieldsAreSaid() {
        StringBuilder many = new StringBuilder("From: ");
        for (int i = 0; i <= HeaderScan.MAX_FROM; i++) {
            many.append('a').append(i).append("@x.test,");
        }
        assertTrue(scan(many + "\n\n").fromOverflow());
        assertTrue(
                scan("From: a@x.test" + " ".repeat(HeaderScan.MAX_FROM_OCTETS) + "\n\n")
                        .fromOverflow());
        assertFalse(scan("From: " + "a@x.test,".repeat(200) + "\n\n").fromOverflow());
    }

    @Test
    void withoutFieldsNothingIsFound() {
        HeaderScan scan = scan("");
        assertEquals(0, scan.length());
        assertNull(scan.messageId());
        assertEquals(List.of(), scan.from());
    }

    @Test
    void agreesWithTheHeaderParserOnEveryInput() {
        for (long seed = 0; seed < 20_000; seed++) {
            byte[] message = RandomMessages.message(new Random(seed), 30);
            HeaderScan scan = HeaderScan.of(message);
            MessageHeader header = MessageHeader.of(message);
            assertEquals(header.end(), scan.length(), "seed " + seed);
            assertEquals(header.all("Received").size(), scan.received(), "seed " + seed);
            assertEquals(header.all("From").size(), scan.fromFields(), "seed " + seed);
            HeaderField id = header.first("Message-ID");
            assertEquals(
                    id == null ? null : OctetString.text(id.value()),
                    scan.messageId(),
                    "seed " + seed);
        }
    }

    private static HeaderScan scan(String octets) {
        return HeaderScan.of(octets.getBytes(StandardCharsets.ISO_8859_1));
    }
}
