package posthorn.delivery.client;

import java.io.ByteArrayOutputStream;

/**
 * Transparency (RFC 5321 §4.5.2): a dot at the start of a line becomes two. Works on chunks of any
 * size. For one thread.
 */
final class DotStuffer {

    /** How much of CRLF was seen right before. */
    private enum DestinationRef {
        LINE_START,
        INSIDE,
        AFTER_CR
    }

    private DestinationRef ref = DestinationRef.LINE_START;

    /** The chunk as it goes over the wire. */
    byte[] stuff(byte[] chunk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(chunk.length + 64);
        int copied = 0;
        for (int i = 0; i < chunk.length; i++) {
            byte octet = chunk[i];
            if (octet == '.' && ref == DestinationRef.LINE_START) {
                out.write(chunk, copied, i - copied);
                out.write('.');
                copied = i;
            }
            ref = after(octet);
        }
        out.write(chunk, copied, chunk.length - copied);
        return out.toByteArray();
    }

    /** What ends the message: the end of data on a line of its own. */
    byte[] end() {
        return (ref == DestinationRef.LINE_START ? ".\r\n" : "\r\n.\r\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private DestinationRef after(byte octet) {
        if (octet == '\r') {
            return DestinationRef.AFTER_CR;
        }
        return octet == '\n' && ref == DestinationRef.AFTER_CR
                ? DestinationRef.LINE_START
                : DestinationRef.INSIDE;
    }
}
