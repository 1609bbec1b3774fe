package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.FactsCodec;

/** What holds for every input, tried on random ones; the seed stands in each failure. */
class MessageStructurePropertyTest {
    private static final int ROUNDS = 20_000;
    private static final int PIECES = 40;

    @Test
    void everyMessageHasAStructureWhosePartsLieWithinTheirParents() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            byte[] message = RandomMessages.message(new Random(seed), PIECES);
            MessageStructure structure = MessageStructure.parse(message);
            PartRange root = structure.root().range();
            assertEquals(0, root.headerOffset(), "seed " + seed);
            assertEquals(message.length, root.end(), "seed " + seed);
            check(message, structure.root(), 0, message.length, "seed " + seed);
        }
    }

    @Test
    void aPartCutOutOfItsMessageIsParsedAsThatPart() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            byte[] message = RandomMessages.message(new Random(seed), PIECES);
            reslice(message, MessageStructure.parse(message).root(), "seed " + seed);
        }
    }

    @Test
    void encodedFactsAreDecodedToTheSame() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            byte[] message = RandomMessages.message(new Random(seed), PIECES);
            MessageStructure structure = MessageStructure.parse(message);
            assertEquals(
                    structure,
                    FactsCodec.structure(FactsCodec.encode(structure, ""), 0),
                    "seed " + seed);
        }
    }

    private static void check(byte[] message, BodyPart part, int from, int to, String seed) {
        PartRange range = part.range();
        assertTrue(range.headerOffset() >= from, seed);
        assertTrue(range.headerLength() >= 0, seed);
        assertEquals(range.headerOffset() + range.headerLength(), range.bodyOffset(), seed);
        assertTrue(range.bodyLength() >= 0, seed);
        assertTrue(range.end() <= to, seed);
        switch (part) {
            case BodyPart.Leaf leaf -> assertEquals(lines(message, range), leaf.lines(), seed);
            case BodyPart.Embedded embedded -> {
                assertEquals(lines(message, range), embedded.lines(), seed);
                PartRange inner = embedded.message().root().range();
                assertEquals(range.bodyOffset(), inner.headerOffset(), seed);
                assertEquals(range.end(), inner.end(), seed);
                check(message, embedded.message().root(), range.bodyOffset(), range.end(), seed);
            }
            case BodyPart.Multipart multipart -> {
                assertFalse(multipart.parts().isEmpty(), seed);
                int at = range.bodyOffset();
                for (BodyPart child : multipart.parts()) {
                    check(message, child, at, range.end(), seed);
                    at = child.range().end();
                }
            }
        }
    }

    private static int lines(byte[] message, PartRange range) {
        int lines = 0;
        for (int i = range.bodyOffset(); i < range.end(); i++) {
            lines += message[i] == '\n' || i == range.end() - 1 ? 1 : 0;
        }
        return lines;
    }

    /**
     * An embedded message that is cut out and parsed by itself has the same shape, moved by its
     * offset.
     */
    private static void reslice(byte[] message, BodyPart part, String seed) {
        switch (part) {
            case BodyPart.Leaf ignored -> {}
            case BodyPart.Multipart multipart ->
                    multipart.parts().forEach(child -> reslice(message, child, seed));
            case BodyPart.Embedded embedded -> {
                PartRange range = embedded.range();
                byte[] cut = Arrays.copyOfRange(message, range.bodyOffset(), range.end());
                MessageStructure again = MessageStructure.parse(cut);
                assertEquals(embedded.message().envelope(), again.envelope(), seed);
                assertEquals(
                        shape(embedded.message().root(), range.bodyOffset()),
                        shape(again.root(), 0),
                        seed);
            }
        }
    }

    private static String shape(BodyPart part, int base) {
        PartRange range = part.range();
        String place =
                "%d+%d %d+%d"
                        .formatted(
                                range.headerOffset() - base,
                                range.headerLength(),
                                range.bodyOffset() - base,
                                range.bodyLength());
        return switch (part) {
            case BodyPart.Leaf leaf -> place + " " + leaf.fields() + leaf.lines();
            case BodyPart.Embedded embedded ->
                    place + " (" + embedded.lines() + shape(embedded.message().root(), base) + ")";
            case BodyPart.Multipart multipart ->
                    multipart.parts().stream().map(child -> shape(child, base)).toList() + place;
        };
    }
}
