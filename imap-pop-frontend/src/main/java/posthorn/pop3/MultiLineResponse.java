package posthorn.pop3;

import java.io.IOException;
import posthorn.protocol.smtp.DotStuffing;

/**
 * The octets of a message as a multi-line response (RFC 1939 §3), all of them or, for TOP, its
 * header and the first lines of its body. In one pass, however the octets are cut. For one thread.
 */
public final class MultiLineResponse {
    private static final int WHOLE = -1;

    private final DotStuffing stuffing = new DotStuffing(DotStuffing.LineEnd.LF);
    private final DotStuffing.Sink<IOException> sink;
    private int bodyLines;
    private boolean inHeader = true;
    private boolean emptyLine = true;
    private boolean complete;

    /**
     * A response.
     *
     * @param bodyLines lines of the body that are wanted (TOP); -1: all
     */
    public MultiLineResponse(DotStuffing.Sink<IOException> sink, int bodyLines) {
        this.sink = sink;
        this.bodyLines = bodyLines;
    }

    /** Whether all that is wanted has been written: more octets change nothing. */
    public boolean isComplete() {
        return complete;
    }

    /** The next octets of the message. */
    public void write(byte[] octets) throws IOException {
        stuffing.write(octets, 0, wanted(octets), sink);
    }

    /** How many of the octets are wanted. */
    private int wanted(byte[] octets) {
        if (bodyLines == WHOLE) {
            return octets.length;
        }
        int at = 0;
        while (at < octets.length && !complete) {
            byte octet = octets[at++];
            if (octet == '\n') {
                lineEnded();
            }
            emptyLine = octet == '\n' || (emptyLine && octet == '\r');
        }
        return at;
    }

    private void lineEnded() {
        if (inHeader) {
            inHeader = !emptyLine;
            complete = !inHeader && bodyLines == 0;
        } else {
            bodyLines--;
            complete = bodyLines == 0;
        }
    }

    /** The end of the response. */
    public void end() throws IOException {
        byte[] end = stuffing.end();
        sink.write(end, 0, end.length);
    }
}
