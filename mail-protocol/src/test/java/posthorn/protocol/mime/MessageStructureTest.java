package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.FactsCodec;
import posthorn.protocol.wire.MessageFacts;

/**
 * Golden messages: {@code messages/x.eml} has the structure that {@code messages/x.txt} says, lines
 * with {@code #} in front left out; {@code -Dposthorn.golden.write=true} writes it.
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
            if (Boolean.getBoolean("posthorn.golden.write")) {
                Files.writeString(golden, comments(golden) + found);
            }
            assertEquals(Files.readString(golden), comments(golden) + found, file.toString());
            MessageStructure structure = MessageStructure.parse(message);
            assertEquals(
                    structure,
                    FactsCodec.structure(FactsCodec.encode(structure, ""), 0),
                    file.toString());
        }
    }

    private static String comments(Path golden) throws IOException {
        return Files.exists(golden)
                ? Files.readString(golden)
                        .lines()
                        .takeWhile(line -> line.startsWith("#"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                : "";
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
    }

    @Test
    void recordsAreBoundedWhateverTheMessageHolds() {
        String parts = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        for (String message :
                List.of(
                        "From: " + "a,".repeat(1_000_000),
                        "From: " + "a@b,".repeat(100_000) + "\r\nTo: " + "c@d,".repeat(100_000),
                        "From: " + "<@r:\"\u00ff\"@b>,".repeat(100_000),
                        "To: " + "g:;".repeat(500_000),
                        ("To: " + "x@y,".repeat(10) + "\r\n").repeat(9_000),
                        "Content-Type: a/b" + ";n=v".repeat(100_000),
                        "Content-Type: a/b; n*0*=''; n*1=\"" + "\u00ff".repeat(1_000_000) + "\"",
                        "Content-Language: " + "a,".repeat(1_000_000),
                        "Content-Location: " + "a".repeat(1_000_000),
                        parts + "--b\r\n\r\n".repeat(5_000),
                        parts
                                + ("--b\r\nContent-Type: a/b"
                                                + ";n=v".repeat(200)
                                                + "\r\nContent-Language: "
                                                + "a,".repeat(500)
                                                + "\r\n\r\n")
                                        .repeat(1_000),
                        parts
                                + "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b,c@d\r\n\r\n"
                                        .repeat(1_000))) {
            MessageStructure structure = parse(message);
            int octets = FactsCodec.encode(structure, "p".repeat(768)).getSerializedSize();
            assertTrue(octets <= FactsCodec.MAX_OCTETS, octets + ": " + message.substring(0, 60));
        }
    }

    @Test
    void aRecordWithoutStructureIsOnePartOfText() {
        MessageStructure structure = FactsCodec.structure(MessageFacts.getDefaultInstance(), 17);
        assertTrue(structure.root().fields().is("text", "plain"));
        assertEquals(new PartRange(0, 0, 0, 17), structure.root().range());
        assertEquals(List.of(), structure.envelope().from());
    }

    @Test
    void aDelimiterLineMayGoOnBehindTheBoundary() {
        byte[] message =
                octets(
                        """
                        Content-Type: multipart/mixed; boundary=b

                        preamble
                        --b of the first part

                        one
                        --by accident, but a delimiter all the same

                        two
                        --b-- and so on
                        epilogue\
                        """);
        MessageStructure structure = MessageStructure.parse(message);
        assertEquals("one", body(message, structure.part(List.of(1))));
        assertEquals("two", body(message, structure.part(List.of(2))));
        assertNull(structure.part(List.of(3)));
    }

    @Test
    void ofTwoBoundariesTheLongerOneIsMeant() {
        byte[] message =
                octets(
                        """
                        Content-Type: multipart/mixed; boundary=part

                        --part
                        Content-Type: multipart/mixed; boundary=part-inner

                        --part-inner

                        one
                        --part-inner

                        two
                        --part-inner--
                        --part

                        three
                        --part--
                        """);
        MessageStructure structure = MessageStructure.parse(message);
        assertEquals("one", body(message, structure.part(List.of(1, 1))));
        assertEquals("two", body(message, structure.part(List.of(1, 2))));
        assertEquals("three", body(message, structure.part(List.of(2))));
    }

    @Test
    void ofTwoBoundariesTheLongerOneIsMeantWhereItIsTheOuterOne() {
        byte[] message =
                octets(
                        """
                        Content-Type: multipart/mixed; boundary=part-outer

                        --part-outer
                        Content-Type: multipart/mixed; boundary=part

                        --part

                        one
                        --part-outer

                        two
                        --part-outer--
                        """);
        MessageStructure structure = MessageStructure.parse(message);
        assertEquals("one", body(message, structure.part(List.of(1, 1))));
        assertEquals("two", body(message, structure.part(List.of(2))));
    }

    @Test
    void anInternationalMessageIsAMessage() {
        MessageStructure structure =
                parse("Content-Type: message/global\r\n\r\nSubject: x\r\n\r\nbody");
        assertInstanceOf(BodyPart.Embedded.class, structure.root());
        assertInstanceOf(
                BodyPart.Leaf.class,
                parse(
                                "Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA==")
                        .root());
    }

    private static String body(byte[] message, @Nullable BodyPart part) {
        PartRange range = Objects.requireNonNull(part).range();
        return OctetString.of(message, range.bodyOffset(), range.end());
    }

    private static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MessageStructure parse(String octets) {
        return MessageStructure.parse(octets.getBytes(StandardCharsets.ISO_8859_1));
    }
}
