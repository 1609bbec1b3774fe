package posthorn.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void statusStandsInEachLine() {
        Reply reply = Reply.of(550, EnhancedStatus.of("5.7.1"), "No.", "Ask.");
        assertEquals("550-5.7.1 No.\r\n550 5.7.1 Ask.\r\n", reply.encode());
        assertEquals(Optional.of(reply), Reply.parse(List.of("550-5.7.1 No.", "550 5.7.1 Ask.")));
    }

    @Test
    void repliesOfOtherServersAreUnderstood() {
        assertEquals(Optional.of(Reply.plain(250, "")), Reply.parse("250"));
        assertEquals(Optional.of(Reply.of(250, "2.0.0", "")), Reply.parse("250 2.0.0"));
        assertEquals(
                Optional.of(Reply.plain(250, "5.1.1 is the answer")),
                Reply.parse("250 5.1.1 is the answer"));
        assertEquals(Optional.empty(), Reply.parse("250-more"));
        assertEquals(Optional.empty(), Reply.parse(List.of("250-a", "251 b")));
        assertEquals(Optional.empty(), Reply.parse("hello"));
        assertEquals(Optional.empty(), Reply.parse("250x"));
    }

    @Test
    void whatCannotBeEncodedCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> Reply.plain(250, "a\r\n250 b"));
        assertThrows(IllegalArgumentException.class, () -> Reply.of(450, "5.0.0", "x"));
        assertThrows(IllegalArgumentException.class, () -> Reply.plain(199, "x"));
    }

    @Test
    void parseUndoesEncodeInChunksOfEverySize() {
        SmtpSamples samples = new SmtpSamples(new Random(2034));
        List<Reply> replies = new ArrayList<>();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            Reply reply = samples.reply();
            replies.add(reply);
            wire.writeBytes(reply.encode().getBytes(StandardCharsets.UTF_8));
        }
        for (int size = 1; size < 300; size++) {
            assertEquals(replies, decode(wire.toByteArray(), size), "chunks of " + size);
        }
    }

    @Test
    void decoderBreaksAtWhatIsNoReply() {
        ReplyDecoder decoder = new ReplyDecoder();
        decoder.feed("220 ok\n<html>\r\n250 no\r\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.of(Reply.plain(220, "ok")), decoder.next());
        assertEquals(Optional.empty(), decoder.next());
        assertTrue(decoder.isBroken());
    }

    @Test
    void decoderBreaksAtAReplyWithoutEnd() {
        ReplyDecoder decoder = new ReplyDecoder();
        byte[] line = "250-again\r\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= ReplyDecoder.LONGEST / line.length; i++) {
            assertFalse(decoder.isBroken());
            decoder.feed(line);
        }
        assertTrue(decoder.isBroken());
    }

    @Test
    void capabilitiesAreReadAndSaid() {
        Reply ehlo =
                Reply.plain(
                        250, "mx.test", "SIZE 1000", "starttls", "AUTH=LOGIN PLAIN", "8BITMIME");
        Capabilities capabilities = Capabilities.of(ehlo);
        assertTrue(capabilities.has("StartTLS"));
        assertEquals(OptionalLong.of(1000), capabilities.size());
        assertEquals("LOGIN PLAIN", capabilities.value("auth"));
        assertEquals(capabilities, Capabilities.of(capabilities.toReply("mx.test")));
        assertFalse(Capabilities.NONE.has("SIZE"));
    }

    @Test
    void xtextIsUndone() {
        SmtpSamples samples = new SmtpSamples(new Random(3461));
        for (int i = 0; i < 2000; i++) {
            String text = samples.text("aZ09+=~ \u00e9\u4f8b", 0, 20);
            assertEquals(Optional.of(text), Xtext.decode(Xtext.encode(text)));
        }
        assertEquals(Optional.empty(), Xtext.decode("a+"));
        assertEquals(Optional.empty(), Xtext.decode("a+G0"));
        assertEquals(Optional.empty(), Xtext.decode("+FF"));
    }

    private static List<Reply> decode(byte[] wire, int size) {
        ReplyDecoder decoder = new ReplyDecoder();
        List<Reply> replies = new ArrayList<>();
        for (int at = 0; at < wire.length; at += size) {
            decoder.feed(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + size)));
            for (Optional<Reply> r = decoder.next(); r.isPresent(); r = decoder.next()) {
                replies.add(r.get());
            }
        }
        assertFalse(decoder.isPartial());
        return replies;
    }

    @Test
    void aServerThatNeverStopsReplyingIsCutOff() {
        ReplyDecoder decoder = new ReplyDecoder();
        decoder.feed("250 ok\r\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        assertTrue(decoder.isBroken());
        int replies = 0;
        while (decoder.next().isPresent()) {
            replies++;
        }
        assertEquals(ReplyDecoder.MOST_WAITING, replies);
    }

    @Test
    void controlCharactersAreSpaces() {
        ReplyDecoder decoder = new ReplyDecoder();
        decoder.feed(
                "550 no\u001b[31m\tuser\u0085\u2028x\0\rb\r\n".getBytes(StandardCharsets.UTF_8));
        assertEquals("550 no [31m user  x  b", decoder.next().orElseThrow().summary());
    }
}
