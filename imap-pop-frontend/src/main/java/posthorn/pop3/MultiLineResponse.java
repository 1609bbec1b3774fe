package posthorn.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The octets of a message as a multi-line response (RFC 1939 §3): a dot in front of each line that
 * begins with one, CRLF and a dot at the end. In one pass, however the octets are cut; what needs
 * no dot is passed on as it lies. Octets are not changed otherwise. A line is taken to begin after
 * any LF, since clients do so, too. For one thread.
 */
public final class MultiLineResponse {
    private static final byte[] DOT = {'.'};
    private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END_AND_END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int WHOLE = -1;

    /** Where octets go; it may keep the caller waiting, and does not keep the array. */
    public interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    private final Sink sink;
    private int bodyLines;
    private boolean inHeader = true;
    private boolean lineStart = true;
    private boolean emptyLine = true;
    private boolean complete;

    /**
     * A response.
     *
     * @param bodyLines lines of the body that are wanted (TOP); -1: all
     */
    public MultiLineResponse(Sink sink, int bodyLines) {
        this.sink = sink;
        this.bodyLines = bodyLines;
    }

    /** Whether all that is wanted has been written: more octets change nothing. */
    public boolean isComplete() {
        return complete;
    }

    /** The next octets of the message. */
    public void write(byte[] octets) throws IOException {
        int from = 0;
        for (int at = 0; at < octets.length && !complete; at++) {
            byte octet = octets[at];
            if (lineStart && octet == '.') {
                sink.write(octets, from, at - from);
                sink.write(DOT, 0, 1);
                from = at;
            }
            lineStart = octet == '\n';
            if (lineStart) {
                lineEnded();
            }
            emptyLine = lineStart || (emptyLine && octet == '\r');
            if (complete) {
                sink.write(octets, from, at + 1 - from);
                from = octets.length;
            }
        }
        if (from < octets.length && !complete) {
            sink.write(octets, from, octets.length - from);
        }
    }

    private void lineEnded() {
        if (bodyLines == WHOLE) {
            return;
        }
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
        byte[] last = lineStart ? END : LINE_END_AND_END;
        sink.write(last, 0, last.length);
    }
}
