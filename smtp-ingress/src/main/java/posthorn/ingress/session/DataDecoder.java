package posthorn.ingress.session;

import java.nio.ByteBuffer;

/**
 * A resumable decoder of what follows DATA, up to the line with a single dot (RFC 5321 §4.1.1.4,
 * §4.5.2).
 *
 * <p>Only CRLF {@code .} CRLF ends the message, whatever stands before it. A CR or LF that stands
 * alone is noted in {@link #bareLineBreak()} and the message goes on: it must be refused, and the
 * connection closed, since another server may have seen an end there (§2.3.8, "SMTP smuggling").
 * All other octets pass as they came.
 *
 * <pre>
 * LINE_START --"."--> DOT       --CR--> DOT_CR --LF--> end
 *            --CR---> CR        --LF--> LINE_START
 *            --other> IN_LINE   --CR--> CR
 * </pre>
 */
final class DataDecoder {

    private enum State {
        LINE_START,
        IN_LINE,
        CR,
        DOT,
        DOT_CR,
        END
    }

    private final int maxLine;
    private State state = State.LINE_START;
    private long octets;
    private int lineLength;
    private boolean lineTooLong;
    private boolean bareLineBreak;
    private boolean eightBit;

    DataDecoder(int maxLine) {
        this.maxLine = maxLine;
    }

    /**
     * Decodes until the input or the room for output is used up, or the message ends. Behind the
     * end nothing is taken from the input.
     *
     * @param out takes at most as many octets as were taken from the input
     * @return whether the message has ended
     */
    boolean decode(ByteBuffer in, ByteBuffer out) {
        while (state != State.END && in.hasRemaining() && out.hasRemaining()) {
            if (state == State.IN_LINE) {
                run(in, out);
            } else {
                step(in.get(), out);
            }
        }
        return state == State.END;
    }

    /** Octets of the message so far, dots that were stuffed not counted. */
    long octets() {
        return octets;
    }

    /** Whether a line was longer than allowed. */
    boolean lineTooLong() {
        return lineTooLong;
    }

    /** Whether a CR or LF stood alone. */
    boolean bareLineBreak() {
        return bareLineBreak;
    }

    /** Whether an octet above 127 was seen. */
    boolean eightBit() {
        return eightBit;
    }

    /** The inside of a line, as many octets at once as there are. */
    private void run(ByteBuffer in, ByteBuffer out) {
        int start = in.position();
        int most = Math.min(in.remaining(), out.remaining());
        int high = 0;
        int length = 0;
        while (length < most) {
            byte octet = in.get(start + length);
            if (octet == '\r' || octet == '\n') {
                break;
            }
            high |= octet;
            length++;
        }
        out.put(in.slice(start, length));
        in.position(start + length);
        count(length);
        eightBit |= high < 0;
        if (length < most) {
            step(in.get(), out);
        }
    }

    private void step(byte octet, ByteBuffer out) {
        switch (state) {
            case LINE_START -> {
                if (octet == '.') {
                    state = State.DOT;
                } else {
                    content(octet, out);
                }
            }
            case IN_LINE -> content(octet, out);
            case CR -> afterCr(octet, out);
            case DOT -> {
                if (octet == '\r') {
                    state = State.DOT_CR;
                } else {
                    content(octet, out);
                }
            }
            case DOT_CR -> {
                if (octet == '\n') {
                    state = State.END;
                } else {
                    put((byte) '\r', out);
                    afterCr(octet, out);
                }
            }
            case END -> throw new IllegalStateException("the message has ended");
        }
    }

    private void afterCr(byte octet, ByteBuffer out) {
        if (octet == '\n') {
            put(octet, out);
            state = State.LINE_START;
            lineLength = 0;
        } else {
            bareLineBreak = true;
            content(octet, out);
        }
    }

    private void content(byte octet, ByteBuffer out) {
        put(octet, out);
        if (octet == '\r') {
            state = State.CR;
            return;
        }
        if (octet == '\n') {
            bareLineBreak = true;
        }
        eightBit |= octet < 0;
        state = State.IN_LINE;
        lineLength++;
        lineTooLong |= lineLength > maxLine;
    }

    /**
     * Behind DOT_CR two octets may go out for one that came in. Should there be no room for the
     * second, it is lost: a message with a bare CR is refused anyway.
     */
    private void put(byte octet, ByteBuffer out) {
        if (out.hasRemaining()) {
            out.put(octet);
        }
        octets++;
    }

    private void count(int length) {
        octets += length;
        lineLength += length;
        lineTooLong |= lineLength > maxLine;
    }
}
