package posthorn.protocol;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import posthorn.protocol.dkim.BodyHashKind;
import posthorn.protocol.dkim.BodyHasher;
import posthorn.protocol.dkim.Canonicalization;
import posthorn.protocol.dkim.DkimVerification;
import posthorn.protocol.dkim.KeyRecord;
import posthorn.protocol.dkim.SignedHeader;
import posthorn.protocol.mime.AddressList;
import posthorn.protocol.mime.ContentFields;
import posthorn.protocol.mime.EncodedWords;
import posthorn.protocol.mime.HeaderScan;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.MessageText;
import posthorn.protocol.mime.SearchTerm;
import posthorn.protocol.mime.SentDate;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.ReplyDecoder;

/**
 * What a stranger sends costs no more than its length: of each decoder the processor time for input
 * of eight times the length is compared with that for the length, on the input that suits it least.
 * Quadratic work would take 64 times as long.
 */
class LinearWorkTest {
    private static final int LENGTH = 16_384;
    private static final int FACTOR = 8;
    private static final double MOST = 28;
    private static final int TRIES = 5;

    /**
     * Runs before any is measured: code that was never run would make the shorter input look dear.
     */
    private static final int WARM_UP = 10;

    /** Below this the clock and the collector weigh more than the work. */
    private static final long NEGLIGIBLE_NANOS = 2_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void addressLists() {
        hold(
                AddressList::parse,
                repeated(
                        "a@b@", "<", "<a@", "[", "[]", "(", "((", "()", "\"", "\\", "a ", "a . ",
                        "g:", "g:;", "@r,", "<@r,", "<@r:", ",", "a@b <", "a@b,", ". "));
    }

    @Test
    void encodedWords() {
        hold(
                EncodedWords::decode,
                repeated(
                        "=?",
                        "=?a?q?",
                        "=?a?q?b?= ",
                        "=?a?b?c?",
                        "?",
                        "=?a*",
                        "=?utf-8?q?=C3?=",
                        "=?x-no-such?b?YQ==?=x",
                        "=?utf-8?b?YQ==?="));
    }

    @Test
    void parameters() {
        Map<String, IntFunction<String>> values = new LinkedHashMap<>();
        for (String piece :
                List.of(
                        "; a=b",
                        " a=b",
                        ";",
                        "=",
                        "a ",
                        "a=",
                        "\"",
                        "\\",
                        "(",
                        "()",
                        "a=b (c) ",
                        "; a*0=b",
                        "; a*1*=%41",
                        "%41",
                        "a=b=")) {
            values.put("a/b; " + piece, length -> "a/b; n=" + repeat(piece, length));
        }
        values.put(
                "sections",
                length ->
                        "a/b; n*0*=''"
                                + repeat("\u00ff", length)
                                + "; n*1=\""
                                + repeat("\u00ff", length));
        hold(value -> ContentFields.of(header("Content-Type: " + value)).isText(), values);
    }

    @Test
    void headers() {
        Map<String, IntFunction<String>> values =
                repeated(
                        "a\r\n",
                        "a:b\r\n",
                        "\r",
                        " \r\n",
                        "From: a@b\r\n",
                        "From: [\r\n ",
                        ":",
                        "Date:\r\n");
        hold(value -> header(value).first("Subject"), values);
        hold(value -> HeaderScan.of(octets(value)), values);
        hold(
                SentDate::day,
                repeated("1", "1 ", "1 Jan", "1 Jan ", "1 J", " ", "01-Jan-", "1 Jan\t"));
    }

    @Test
    void fieldsOfAHeaderThatAreAskedFor() {
        String header = "A: b\r\n".repeat(2_000) + "\r\n";
        holdWork(
                length -> {
                    List<String> names =
                            java.util.stream.IntStream.range(0, length / 16)
                                    .mapToObj(i -> "name-" + i)
                                    .toList();
                    return () -> header(header).only(names);
                },
                "names");
    }

    @Test
    void structures() {
        Map<String, IntFunction<String>> messages = new LinkedHashMap<>();
        String multipart = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        String embedded = "Content-Type: message/rfc822\r\n\r\n";
        for (String piece :
                List.of(
                        "--b\r\n",
                        "\r\n--b\r\n\r\n",
                        "--b",
                        "--\r\n",
                        "\r\n",
                        "\n",
                        "-",
                        "--b--\r\n",
                        "--b\r\n" + multipart,
                        "--b\r\n" + embedded)) {
            messages.put(piece, length -> multipart + repeat(piece, length));
        }
        messages.put("embedded", length -> repeat(embedded, length));
        messages.put(
                "fields of an embedded message",
                length -> embedded + "To: " + repeat("a@b@c,\r\n ", length) + "\r\n\r\nx");
        messages.put(
                "long boundaries",
                length ->
                        "Content-Type: multipart/mixed; boundary="
                                + "b".repeat(900)
                                + "\r\n\r\n"
                                + repeat("--" + "b".repeat(899) + "\r\n", length));
        hold(value -> MessageStructure.parse(octets(value)), messages);
    }

    @Test
    void html() {
        Map<String, IntFunction<String>> messages = new LinkedHashMap<>();
        for (String piece :
                List.of(
                        "<a =\">\"=",
                        "<!--",
                        "<script>",
                        "</",
                        "<a",
                        "&#1",
                        "<a x=\"",
                        "<p>\"='",
                        "<",
                        ">",
                        "<script></",
                        "&",
                        "&amp;",
                        "<title></titl")) {
            messages.put(
                    piece, length -> "Content-Type: text/html\r\n\r\n" + repeat(piece, length));
        }
        hold(LinearWorkTest::readText, messages);
    }

    @Test
    void encodedText() {
        Map<String, IntFunction<String>> messages = new LinkedHashMap<>();
        for (String encoding : List.of("base64", "quoted-printable")) {
            String header = "Content-Transfer-Encoding: " + encoding + "\r\n\r\n";
            for (String piece : List.of("=", "=\r\n", " ", " \r\n", "YQ==", "=4", "\r")) {
                messages.put(encoding + " " + piece, length -> header + repeat(piece, length));
            }
        }
        messages.put("quotes", length -> "\r\n" + repeat(">\n", length));
        hold(LinearWorkTest::readText, messages);
    }

    private static void readText(String value) {
        byte[] message = octets(value);
        MessageText text = MessageText.of(message, MessageStructure.parse(message));
        text.textContains(SearchTerm.of("not there"));
        text.preview();
    }

    @Test
    void searchTerms() {
        holdWork(
                length -> {
                    String text = "a".repeat(length);
                    SearchTerm term = SearchTerm.of("a".repeat(length / 4) + "b");
                    return () -> term.isIn(text);
                },
                "a text and a term that nearly matches everywhere");
        hold(SearchTerm::of, repeated("a", "ab", "aab"));
    }

    @Test
    void commands() {
        Map<String, IntFunction<String>> lines = new LinkedHashMap<>();
        for (String verb : List.of("RCPT TO:<", "RCPT TO:<a@", "MAIL FROM:<a@b> ", "AUTH ", "")) {
            for (String piece :
                    List.of(
                            "@a,", "a.", "a", "\\", "\"", "\"a", "[", "[IPv6:", ":", "-", "a-", " ",
                            "A=b ", "=", "\u3002", "\u00e4")) {
                lines.put(verb + piece, length -> verb + repeat(piece, length));
            }
        }
        lines.put("address literal", length -> "RCPT TO:<a@[IPv6:" + repeat(":", length) + "!]>");
        lines.put("tagged literal", length -> "RCPT TO:<a@[" + repeat("-", length) + ":x]>");
        lines.put(
                "source route", length -> "RCPT TO:<" + repeat("@a.example,", length) + "@b:c@d>");
        hold(Command::parse, lines);
    }

    @Test
    void replies() {
        hold(
                value -> {
                    ReplyDecoder decoder = new ReplyDecoder();
                    decoder.feed(octets(value));
                    while (decoder.next().isPresent()) {
                        decoder.isPartial();
                    }
                },
                repeated(
                        "250-a\r\n",
                        "250 a\r\n",
                        "250",
                        "250 5.1.1 ",
                        "250-2.0.0\r\n",
                        "\r",
                        "250-\r\r\n"));
    }

    @Test
    void signIns() {
        hold(
                value -> {
                    SaslOffer offer = SaslOffer.of(List.of(SaslMechanism.values()));
                    for (SaslMechanism mechanism : offer.mechanisms()) {
                        offer.start(mechanism.word(), value);
                    }
                },
                repeated("A", "AAAA", "=", "YQBi", "*"));
    }

    @Test
    void signaturesAndTheirKeys() {
        hold(
                value -> DkimVerification.of(header("DKIM-Signature: " + value), 8).bodyHashes(),
                repeated("a=b;", "a", "a=", ";", " ;", "=", "a=b; ", "\r\n ", "a=b ; \r\n"));
        hold(KeyRecord::parse, repeated("a=b;", "p=A", "p=A ", ":", "t=y:", ";"));
        String field = "v=1; a=rsa-sha256; d=a.test; s=b; bh=YQ==; b=YQ==; h=From";
        hold(
                value ->
                        SignedHeader.of(header(value))
                                .data(
                                        List.of(value.split(":")),
                                        Canonicalization.RELAXED,
                                        header("DKIM-Signature: " + field).fields().getFirst()),
                repeated("a:\r\n", "a: b\r\n", "a : \r\n ", "a:a", ":", " "));
    }

    @Test
    void bodiesThatAreHashed() {
        hold(
                value -> {
                    BodyHasher hasher =
                            new BodyHasher(
                                    List.of(
                                            BodyHashKind.whole(Canonicalization.SIMPLE),
                                            BodyHashKind.whole(Canonicalization.RELAXED)));
                    byte[] body = octets(value);
                    hasher.update(body, 0, body.length);
                    hasher.finish();
                },
                repeated("\r\n", " ", "\r", "a ", "a\r\n\r\n", "\r\n ", "\r\r\n"));
    }

    static void hold(Consumer<String> decoder, Map<String, IntFunction<String>> inputs) {
        inputs.forEach((name, input) ->
                holdWork(
                        length -> {
                            String value = input.apply(length);
                            return () -> decoder.accept(value);
                        },
                        name));
    }

    /** One of several tries is enough: a collection or a compiler in between proves nothing. */
    private static void holdWork(IntFunction<Runnable> work, String name) {
        Runnable once = work.apply(LENGTH);
        Runnable often = work.apply(LENGTH * FACTOR);
        for (int i = 0; i < WARM_UP; i++) {
            once.run();
        }
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < TRIES; i++) {
            long shorter = Math.min(nanos(once), Math.min(nanos(once), nanos(once)));
            long longer = Math.min(nanos(often), nanos(often));
            if (longer < NEGLIGIBLE_NANOS || longer < shorter * MOST) {
                return;
            }
            seen.append(' ').append(shorter).append(" -> ").append(longer);
        }
        fail("more than linear work in nanoseconds for '" + name + "':" + seen);
    }

    private static long nanos(Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    static Map<String, IntFunction<String>> repeated(String... pieces) {
        Map<String, IntFunction<String>> inputs = new LinkedHashMap<>();
        for (String piece : pieces) {
            inputs.put(piece, length -> repeat(piece, length));
        }
        return inputs;
    }

    static String repeat(String piece, int length) {
        return piece.repeat(length / piece.length() + 1);
    }

    static MessageHeader header(String value) {
        return MessageHeader.of(octets(value));
    }

    private static byte[] octets(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }
}
