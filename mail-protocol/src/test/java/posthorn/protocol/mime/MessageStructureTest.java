package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.FactsCodec;

/**
 * Golden messages: {@code messages/x.eml} has the structure that {@code messages/x.txt} says;
 * {@code -Dgolden.write=true} writes it.
 */
class MessageStructureTest {
    private static final Path MESSAGES = Path.of("src/test/resources/messages");

    @Test
    void goldenMessagesHaveTheirStructure() throws IOException {
        List<Path> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(MESSAGES)) {
            files.filter(file -> file.toString().endsWith(".eml")).sorted().forEach(messages::add);
        }
        assertTrue(messages.size() >= 12, messages.toString());
        for (Path file : messages) {
            byte[] message = Files.readAllBytes(file);
            Path golden = Path.of(file.toString().replace(".eml", ".txt"));
            String found = StructureDump.of(message);
            if (Boolean.getBoolean("golden.write")) {
                Files.writeString(golden, found);
            }
            assertEquals(Files.readString(golden), found, file.toString());
            MessageStructure structure = MessageStructure.parse(message);
            assertEquals(
                    structure,
                    FactsCodec.structure(FactsCodec.encode(structure, "")),
                    file.toString());
        }
    }

    @Test
    void sectionsNameParts() throws IOException {
        byte[] message = Files.readAllBytes(MESSAGES.resolve("message-in-message.eml"));
        MessageStructure structure = MessageStructure.parse(message);
        assertEquals(structure.root(), structure.part(List.of()));
        assertEquals("See below.", body(message, structure.part(List.of(1))));
        assertInstanceOf(BodyPart.Embedded.class, structure.part(List.of(2)));
        assertInstanceOf(BodyPart.Embedded.class, structure.part(List.of(2, 1)));
        assertEquals("Innermost\r\nwords.", body(message, structure.part(List.of(2, 1, 1))));
        for (List<Integer> none :
                List.of(
                        List.of(0),
                        List.of(3),
                        List.of(1, 1),
                        List.of(2, 2),
                        List.of(2, 1, 1, 1))) {
            assertNull(structure.part(none), none.toString());
        }
    }

    @Test
    void theContentOfAMessageThatIsNoMultipartIsItsPartOne() {
        MessageStructure plain = parse("Subject: x\r\n\r\nbody");
        assertEquals(plain.root(), plain.part(List.of(1)));
        assertNull(plain.part(List.of(2)));
        assertNull(plain.part(List.of(1, 1)));
        MessageStructure embedded =
                parse("Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nbody");
        assertEquals(embedded.root(), embedded.part(List.of(1)));
        assertInstanceOf(BodyPart.Leaf.class, embedded.part(List.of(1, 1)));
    }

    @Test
    void whatIsTooDeepIsALeaf() {
        String nested =
                "Content-Type: message/rfc822\r\n\r\n".repeat(100) + "Subject: x\r\n\r\nbody";
        BodyPart part = parse(nested).root();
        int depth = 0;
        while (part instanceof BodyPart.Embedded embedded) {
            part = embedded.message().root();
            depth++;
        }
        assertEquals(MessageStructure.MAX_DEPTH, depth);
        assertTrue(part.fields().is("application", "octet-stream"));
        assertEquals(nested.length(), part.range().end());
    }

    @Test
    void multipartsTooDeepAreALeafThatEndsWhereItsParentEnds() {
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        String message = nested + "\r\nbody\r\n--b3--\r\n--b0\r\n\r\nsecond";
        MessageStructure structure = parse(message);
        assertEquals(
                "second",
                body(message.getBytes(StandardCharsets.ISO_8859_1), structure.part(List.of(2))));
    }

    @Test
    void partsPastTheLimitAreNotTold() {
        String message =
                "Content-Type: multipart/mixed; boundary=b\r\n"
                        + "\r\n--b\r\n\r\nx".repeat(5_000)
                        + "\r\n--b--";
        BodyPart.Multipart root = assertInstanceOf(BodyPart.Multipart.class, parse(message).root());
        assertEquals(MessageStructure.MAX_PARTS - 1, root.parts().size());
        assertEquals(message.length(), root.range().end());
    }

    @Test
    void headerValuesOfAllPartsTogetherAreBounded() {
        String header =
                "Subject: " + "s".repeat(100_000) + "\r\nContent-Type: message/rfc822\r\n\r\n";
        MessageStructure structure = parse(header.repeat(20));
        int octets = 0;
        BodyPart part = structure.root();
        String subject = structure.envelope().subject();
        while (part instanceof BodyPart.Embedded embedded) {
            octets += subject == null ? 0 : subject.length();
            subject = embedded.message().envelope().subject();
            part = embedded.message().root();
        }
        assertTrue(octets > 100_000 && octets <= Budget.OCTETS, "octets " + octets);
        assertFalse(FactsCodec.encode(structure, "").getSerializedSize() > 2 * Budget.OCTETS);
    }

    private static String body(byte[] message, @Nullable BodyPart part) {
        PartRange range = Objects.requireNonNull(part).range();
        return OctetString.of(message, range.bodyOffset(), range.end());
    }

    private static MessageStructure parse(String octets) {
        return MessageStructure.parse(octets.getBytes(StandardCharsets.ISO_8859_1));
    }
}
