package posthorn.protocol.smtp;

import java.nio.charset.StandardCharsets;

/**
 * Transparency of a text that a line with a single dot ends (RFC 5321 §4.5.2, RFC 1939 §3): a dot
 * at the start of a line becomes two. Octets are not changed otherwise, may be cut anywhere, and
 * are passed on as they lie where no dot comes between. For one text and one thread.
 */
public final class DotStuffing {
    private static final byte[] DOT = {'.'};

    /** What the one who undoes it takes for the end of a line. */
    public enum LineEnd {
        /** CR LF and nothing else: SMTP (RFC 5321 §2.3.8). */
        CRLF,
        /** Any LF: clients of POP3. */
        LF
    }

    /**
     * Where octets go. It may keep the caller waiting, and does not keep the array.
     *
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Sink<E extends Exception> {
        /** Takes {@code octets[offset..offset + length)}. */
        void write(byte[] octets, int offset, int length) throws E;
    }

    private final LineEnd lineEnd;
    private boolean lineStart = true;
    private boolean afterCr;

    /** For a text that begins at the start of a line. */
    public DotStuffing(LineEnd lineEnd) {
        this.lineEnd = lineEnd;
    }

    /** Passes the next octets of the text, {@code octets[from..to)}, with dots doubled. */
    public <E extends Exception> void write(byte[] octets, int from, int to, Sink<E> sink)
            throws E {
        int passed = from;
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet == '.' && lineStart) {
                sink.write(octets, passed, i - passed);
                sink.write(DOT, 0, 1);
                passed = i;
            }
            lineStart = octet == '\n' && (afterCr || lineEnd == LineEnd.LF);
            afterCr = octet == '\r';
        }
        if (passed < to) {
            sink.write(octets, passed, to - passed);
        }
    }

    /**
     * The line that ends the text; behind a last line without an end, that end is in front of it.
     */
    public byte[] end() {
        return (lineStart ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
