package posthorn.e2e.site;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;

/** Messages to send, and how to compare what came of them. Every line ends with CRLF. */
public final class TestMessages {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final List<String> PREPENDED =
            List.of(
                    "return-path",
                    "authentication-results",
                    "received",
                    "date",
                    "message-id",
                    "dkim-signature");

    private TestMessages() {}

    /** A short one. */
    public static byte[] plain(String from, String subject) {
        return octets(header(from, subject) + "\r\nHello.\r\n.\r\n..\r\nBye.\r\n");
    }

    /** Header fields that every message has; without the empty line behind them. */
    public static String header(String from, String subject) {
        return "From: <"
                + from
                + ">\r\nTo: undisclosed-recipients:;\r\nSubject: "
                + subject
                + "\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <letter-"
                + NUMBERS.incrementAndGet()
                + "-"
                + Long.toHexString(ProcessHandle.current().pid())
                + "@client.test>\r\n";
    }

    /** One with so many octets of text that does not compress. */
    public static byte[] large(String from, String subject, int size, RandomGenerator random) {
        StringBuilder text = new StringBuilder(size + 200);
        text.append(header(from, subject)).append("\r\n");
        byte[] chunk = new byte[36];
        while (text.length() < size) {
            random.nextBytes(chunk);
            text.append(HexFormat.of().formatHex(chunk)).append("\r\n");
        }
        return octets(text.toString());
    }

    /**
     * What no program should send and some do: octets beyond ASCII in the header, lines of 60 KB,
     * control characters, blanks at line ends, dots in front, empty lines at the end.
     */
    public static byte[] ugly(String from, String subject) {
        return octets(
                header(from, subject)
                        + "X-Latin: caf\u00e9 \u00fc\u00df\r\nX-Broken: \u00c3(\u00ff\r\n"
                        + "X-Folded: a\r\n \t \r\n\tb  \r\nx-EMPTY:\r\n\r\n"
                        + ".starts with a dot\r\n..\r\n.\r\n"
                        + "x".repeat(60_000)
                        + "\r\n\u00e9\u00ff\u0080 blanks   \t\r\n\u0001ctl\u0001\r\nFrom a line\r\n"
                        + "\u00f0\u009f\u0093\u00af\r\n\r\n\r\n");
    }

    /** Octets of a string that stands for octets (ISO 8859-1). */
    public static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A string that stands for octets. */
    public static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Fails unless one is the other with nothing but fields of ours in front. */
    public static void assertSame(byte[] sent, byte[] arrived) {
        int front = arrived.length - sent.length;
        Assertions.assertTrue(
                front > 0, () -> "too short: " + arrived.length + " of " + sent.length);
        byte[] rest = Arrays.copyOfRange(arrived, front, arrived.length);
        int differs = Arrays.mismatch(sent, rest);
        Assertions.assertEquals(
                -1,
                differs,
                () -> "differs at octet " + differs + " of " + sent.length + where(sent, rest));
        for (String field : prepended(arrived, front)) {
            String name = field.split(":", 2)[0].toLowerCase(Locale.ROOT);
            Assertions.assertTrue(PREPENDED.contains(name), () -> "prepended: " + field);
        }
    }

    /** The fields in front of what was sent, unfolded. */
    public static List<String> prepended(byte[] arrived, int octets) {
        String front = text(Arrays.copyOf(arrived, octets));
        Assertions.assertTrue(front.endsWith("\r\n"), () -> "no field: " + front);
        return List.of(front.replaceAll("\r\n[ \t]+", " ").split("\r\n"));
    }

    private static String where(byte[] sent, byte[] arrived) {
        int at = Math.max(0, Arrays.mismatch(sent, arrived) - 20);
        return ": sent "
                + text(Arrays.copyOfRange(sent, at, Math.min(sent.length, at + 60)))
                + ", came "
                + text(Arrays.copyOfRange(arrived, at, Math.min(arrived.length, at + 60)));
    }
}
