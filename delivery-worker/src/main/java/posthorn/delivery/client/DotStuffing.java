package posthorn.delivery.client;

import java.io.ByteArrayOutputStream;

/**
 * Transparency (RFC 5321 §4.5.2): a dot at the start of a line becomes two. Works on chunks of any
 * size. For one thread.
 */
final class DotStuffing {

    /** How much of CRLF was seen right before. */
    private enum Place {
        LINE_START,
        INSIDE,
        AFTER_CR
    }

    private Place place = Place.LINE_START;

    /** The chunk as it goes over the wire. */
    byte[] stuff(byte[] chunk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(chunk.length + 64);
        int copied = 0;
        for (int i = 0; i < chunk.length; i++) {
            byte octet = chunk[i];
            if (octet == '.' && place == Place.LINE_START) {
                out.write(chunk, copied, i - copied);
                out.write('.');
                copied = i;
            }
            place = after(octet);
        }
        out.write(chunk, copied, chunk.length - copied);
        return out.toByteArray();
    }

    /** What ends the message: the final dot on a line of its own. */
    byte[] end() {
        return (place == Place.LINE_START ? ".\r\n" : "\r\n.\r\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private Place after(byte octet) {
        if (octet == '\r') {
            return Place.AFTER_CR;
        }
        return octet == '\n' && place == Place.AFTER_CR ? Place.LINE_START : Place.INSIDE;
    }
}
