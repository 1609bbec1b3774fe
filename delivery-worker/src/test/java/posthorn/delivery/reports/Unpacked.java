package posthorn.delivery.reports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** What is packed in the last part of a message of ours. */
final class Unpacked {

    private Unpacked() {}

    static byte[] of(byte[] message) throws IOException {
        String text = new String(message, StandardCharsets.US_ASCII);
        String packed = text.substring(text.indexOf("H4sI"), text.lastIndexOf("\r\n--"));
        try (GZIPInputStream in =
                new GZIPInputStream(
                        new ByteArrayInputStream(Base64.getMimeDecoder().decode(packed)))) {
            return in.readAllBytes();
        }
    }
}
