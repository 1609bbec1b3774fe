package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageHeaderTest {
    private static final String HEADER =
            "From: a@x\r\nSubject: one\r\n two\r\nTO : b@y\r\nnot a field\r\nsubject: three\r\n\r\n";

    @Test
    void fieldsAreFoundInAnyCaseAndUnfolded() {
        MessageHeader header = header(HEADER + "Body: x\r\n");
        assertEquals("one two", header.all("SUBJECT").getFirst().value());
        assertEquals("b@y", header.all("to").getFirst().value());
        assertEquals(2, header.all("Subject").size());
        assertNull(header.first("Body"));
        assertEquals(HEADER.length(), header.end());
    }

    @Test
    void aLineWithoutColonIsAFieldWithoutName() {
        HeaderField odd = header(HEADER).fields().get(3);
        assertEquals("", odd.name());
        assertEquals("not a field", odd.value());
    }

    @Test
    void chosenFieldsComeAsTheyStandAndEndWithAnEmptyLine() {
        assertEquals(
                "Subject: one\r\n two\r\nsubject: three\r\n\r\n",
                latin1(header(HEADER).only(List.of("subject", "X-None"))));
        assertEquals(
                "From: a@x\r\nTO : b@y\r\nnot a field\r\n\r\n",
                latin1(header(HEADER).without(List.of("SUBJECT"))));
    }

    @Test
    void selectingAddsNoEmptyLineThatIsNotThere() {
        assertEquals("", latin1(header("").only(List.of("From"))));
        assertEquals("A: b", latin1(header("A: b").only(List.of("a"))));
        assertEquals("A: b\r\n", latin1(header("A: b\r\n").without(List.of("c"))));
        assertEquals("\r\n", latin1(header("\nA: b").only(List.of("a"))));
    }

    @Test
    void crAndNulAreNoPartOfAValue() {
        assertEquals("ab", header("A: a\r\0b\r\n\r\n").fields().getFirst().value());
    }

    @Test
    void aHugeLineIsOneField() {
        String line = "X: " + "y".repeat(1_000_000);
        MessageHeader header = header(line + "\r\n\r\n");
        assertEquals(1, header.fields().size());
        assertEquals(1_000_000, header.fields().getFirst().value().length());
    }

    @Test
    void fieldsPastTheLimitAreOne() {
        MessageHeader header = header("A: b\r\n".repeat(MessageHeader.MAX_FIELDS + 5) + "\r\nbody");
        assertEquals(MessageHeader.MAX_FIELDS + 1, header.fields().size());
        assertEquals("", header.fields().getLast().name());
        assertEquals((MessageHeader.MAX_FIELDS + 5) * 6 + 2, header.end());
    }

    @Test
    void theFieldsOfEveryHeaderAreAllOfItsOctets() {
        for (long seed = 0; seed < 20_000; seed++) {
            byte[] message = RandomMessages.message(new Random(seed), 30);
            MessageHeader header = MessageHeader.of(message);
            int at = 0;
            for (HeaderField field : header.fields()) {
                assertEquals(at, field.start(), "seed " + seed);
                at = field.end();
            }
            int rest = header.end() - at;
            assertEquals(true, rest >= 0 && rest <= 2, "seed " + seed);
        }
    }

    private static MessageHeader header(String octets) {
        return MessageHeader.of(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
