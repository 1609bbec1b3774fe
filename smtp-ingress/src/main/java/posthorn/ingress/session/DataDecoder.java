package posthorn.ingress.session;

import java.nio.ByteBuffer;

/**
 * A resumable decoder of what follows DATA, up to the line with a single dot (RFC 5321 §4.1.1.4,
 * §4.5.2), or of the chunks of BDAT, in which dots mean nothing and whose end is told (RFC 3030
 * §2).
 *
 * <p>Only CRLF {@code .} CRLF ends the message, whatever stands before it. A CR or LF that stands
 * alone is either noted in {@link #bareLineBreak()} and passes as it came: the message must be
 * refused and the connection closed, since another server may have seen an end there (§2.3.8, "SMTP
 * smuggling"); or it comes out as CRLF, and the line that it begins is no place for a dot that ends
 * or is stuffed (RFC 6409 §8 lets a submission server mend what its own users send). All other
 * octets pass as they came.
 *
 * <pre>
 * LINE_START --"."--> DOT       --CR--> DOT_CR --LF--> end
 *            --CR---> CR        --LF--> LINE_START
 *            --other> IN_LINE   --CR--> CR
 * CR         --LF of an empty line, where the body is binary--> IN_BINARY
 * </pre>
 */
final class DataDecoder {

    /** What becomes of a CR or LF that stands alone. */
    enum BareLineBreak {
        /** It is noted, and passes. */
        REFUSE,
        /** It comes out as CRLF. */
        REPAIR
    }

    /** How the end of the message is known. */
    enum Framing {
        /** By a line with a single dot; other lines that begin with a dot have one more. */
        DOT,
        /** {@link #finish} says so. */
        CHUNKS,
        /** The same; behind the header octets of any kind are content (RFC 3030 §3). */
        BINARY
    }

    private enum State {
        LINE_START,
        IN_LINE,
        IN_BINARY,
        CR,
        DOT,
        DOT_CR,
        END
    }

    private final int maxLine;
    private final BareLineBreak bare;
    private final Framing framing;
    private final byte[] queued = new byte[4];
    private int queuedCount;
    private State state = State.LINE_START;
    private long octets;
    private int lineLength;
    private boolean lineTooLong;
    private boolean bareLineBreak;
    private boolean eightBit;
    private boolean nul;

    DataDecoder(int maxLine, BareLineBreak bare, Framing framing) {
        this.maxLine = maxLine;
        this.bare = bare;
        this.framing = framing;
    }

    /**
     * Decodes until the input or the room for output is used up, or the message ends. Behind the
     * end nothing is taken from the input. What does not fit in the room comes first in the next
     * call.
     *
     * @return whether the message has ended
     */
    boolean decode(ByteBuffer in, ByteBuffer out) {
        while (state != State.END && hasRoom(out) && in.hasRemaining()) {
            if (state == State.IN_LINE) {
                run(in, out);
            } else if (state == State.IN_BINARY) {
                copy(in, out);
            } else {
                step(in.get(), out);
            }
        }
        return state == State.END;
    }

    /**
     * The message has ended with the last octet that was decoded.
     *
     * @param out room for what had none, and for the LF of a last line that ends with CR
     * @return whether all of it is out; otherwise this is called again with more room
     */
    boolean finish(ByteBuffer out) {
        if (state == State.CR) {
            stoodAlone(out);
        }
        state = State.END;
        hasRoom(out);
        return queuedCount == 0;
    }

    /** Octets of the message so far, dots that were stuffed not counted. */
    long octets() {
        return octets;
    }

    /** Whether a line was longer than allowed. */
    boolean lineTooLong() {
        return lineTooLong;
    }

    /** Whether a CR or LF stood alone and was not mended. */
    boolean bareLineBreak() {
        return bareLineBreak;
    }

    /** Whether an octet above 127 was seen. */
    boolean eightBit() {
        return eightBit;
    }

    /** Whether a NUL was seen (RFC 5322 §2.2, §3.5: in no message). */
    boolean nul() {
        return nul;
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
            nul |= octet == 0;
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

    private void copy(ByteBuffer in, ByteBuffer out) {
        int length = Math.min(in.remaining(), out.remaining());
        out.put(in.slice(in.position(), length));
        in.position(in.position() + length);
        octets += length;
    }

    private void step(byte octet, ByteBuffer out) {
        switch (state) {
            case LINE_START -> {
                if (octet == '.' && framing == Framing.DOT) {
                    state = State.DOT;
                } else {
                    content(octet, out);
                }
            }
            case IN_LINE, IN_BINARY -> content(octet, out);
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
            boolean headerEnds = framing == Framing.BINARY && lineLength == 0;
            state = headerEnds ? State.IN_BINARY : State.LINE_START;
            lineLength = 0;
        } else {
            stoodAlone(out);
            content(octet, out);
        }
    }

    /** A CR that went out already. */
    private void stoodAlone(ByteBuffer out) {
        if (bare == BareLineBreak.REPAIR) {
            put((byte) '\n', out);
            lineLength = 0;
        } else {
            bareLineBreak = true;
        }
    }

    private void content(byte octet, ByteBuffer out) {
        if (octet == '\r') {
            put(octet, out);
            state = State.CR;
            return;
        }
        state = State.IN_LINE;
        if (octet == '\n' && bare == BareLineBreak.REPAIR) {
            put((byte) '\r', out);
            put(octet, out);
            lineLength = 0;
            return;
        }
        bareLineBreak |= octet == '\n';
        eightBit |= octet < 0;
        nul |= octet == 0;
        put(octet, out);
        lineLength++;
        lineTooLong |= lineLength > maxLine;
    }

    private boolean hasRoom(ByteBuffer out) {
        int moved = Math.min(queuedCount, out.remaining());
        out.put(queued, 0, moved);
        System.arraycopy(queued, moved, queued, 0, queuedCount - moved);
        queuedCount -= moved;
        return out.hasRemaining();
    }

    /** Up to three octets may go out for one that came in: those without room wait. */
    private void put(byte octet, ByteBuffer out) {
        if (out.hasRemaining()) {
            out.put(octet);
        } else {
            queued[queuedCount++] = octet;
        }
        octets++;
    }

    private void count(int length) {
        octets += length;
        lineLength += length;
        lineTooLong |= lineLength > maxLine;
    }
}
