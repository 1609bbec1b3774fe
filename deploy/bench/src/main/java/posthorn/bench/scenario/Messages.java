package posthorn.bench.scenario;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Messages of a size. */
final class Messages {

    /** Most mail without attachments is about as large. */
    static final int USUAL = 4 * 1024;

    private static final int LINE = 70;

    private Messages() {}

    /** A message of about this many octets, whose text hardly compresses. */
    static byte[] of(int octets) {
        return from("sender@elsewhere.test", octets);
    }

    /** The same, written by {@code sender}. */
    static byte[] from(String sender, int octets) {
        SplittableRandom random = new SplittableRandom(octets);
        StringBuilder text = new StringBuilder(octets + LINE);
        text.append("From: <")
                .append(sender)
                .append(">\r\nTo: <someone@bench.test>\r\nSubject: bench\r\n")
                .append("Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n")
                .append("Message-ID: <")
                .append(Long.toHexString(random.nextLong()))
                .append("@elsewhere.test>\r\nMIME-Version: 1.0\r\n")
                .append("Content-Type: text/plain; charset=us-ascii\r\n\r\n");
        while (text.length() < octets) {
            for (int i = 0; i < LINE; i++) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** As people write it: 4 KB. */
    static String sizeName(int octets) {
        return octets >= 1024 * 1024 ? octets / 1024 / 1024 + " MB" : octets / 1024 + " KB";
    }
}
