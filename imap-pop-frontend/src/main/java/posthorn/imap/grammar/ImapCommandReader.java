package posthorn.imap.grammar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import posthorn.imap.grammar.BadSyntax.Response;

/**
 * Cuts a stream of octets into commands, resumably: octets go in with {@link #feed} in pieces of
 * any size, and {@link #next} takes out what is whole. For one thread at a time.
 *
 * <p>Transitions: COMMAND reads lines and literals of a command. The announcement of an APPEND's
 * message leads to ASKED, whose answer leads to MESSAGE or SKIPPING; behind MESSAGE stands TRAILER,
 * the rest of the line, then COMMAND again. A line that is too long leads to OVERLONG until it
 * ends. {@link #expectLine} leads from COMMAND to LINE for one line. LOST is the end.
 *
 * <p>Lines end with LF, before which a CR is dropped. Memory: the octets of one command at most,
 * none between commands.
 */
public final class ImapCommandReader {

    private enum Mode {
        COMMAND,
        LINE,
        ASKED,
        MESSAGE,
        TRAILER,
        SKIPPING,
        OVERLONG,
        LOST
    }

    private static final byte[] NOTHING = new byte[0];

    /**
     * A refused message is read and dropped up to so many times the limit; beyond, the connection
     * ends.
     */
    private static final int SKIP_FACTOR = 4;

    /** The message of an APPEND is its first literal, or the second one behind a mailbox name. */
    private static final int APPEND_LITERALS = 2;

    private ReaderLimits limits;
    private Mode mode = Mode.COMMAND;
    private byte[] buffer = NOTHING;

    /** The command begins here; everything before is done with. */
    private int start;

    /** The line at hand begins here: behind the last literal of the command. */
    private int lineStart;

    /** No line end between lineStart and here. */
    private int scanned;

    private int end;

    /** Octets of the message that are still to come. */
    private long left;

    private boolean waits;

    /** Literals of the command that are there. */
    private int literals;

    /** The client was told that the literal at hand may come. */
    private boolean asked;

    private @Nullable String overlongTag;

    public ImapCommandReader(ReaderLimits limits) {
        this.limits = limits;
    }

    /** Other limits, from the next line on. */
    public void limits(ReaderLimits newLimits) {
        limits = newLimits;
    }

    /** The next line is no command, and is handed out as it is. */
    public void expectLine() {
        mode = Mode.LINE;
    }

    /** Takes octets in. Cheap; what is in them comes out of {@link #next}. */
    public void feed(byte[] octets, int offset, int length) {
        if (mode == Mode.LOST) {
            return;
        }
        compact();
        if (end + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(end + length, 2 * buffer.length));
        }
        System.arraycopy(octets, offset, buffer, end, length);
        end += length;
    }

    private void compact() {
        if (start == end) {
            buffer = NOTHING;
            start = lineStart = scanned = end = 0;
        } else if (start > 0) {
            buffer = Arrays.copyOfRange(buffer, start, end);
            lineStart -= start;
            scanned -= start;
            end -= start;
            start = 0;
        }
    }

    /**
     * Drops what was fed and not read: it came before TLS and was perhaps not the client's (RFC
     * 3501 §11).
     */
    public void discard() {
        start = end;
        lineStart = scanned = end;
        compact();
    }

    /** Octets that are held: those of a command that is not whole, or that was not taken yet. */
    public int held() {
        return end - start;
    }

    /** What comes next; null: more octets are needed. */
    public @Nullable ClientInput next() {
        return switch (mode) {
            case COMMAND -> command();
            case LINE -> line();
            case MESSAGE -> message();
            case TRAILER -> trailer();
            case SKIPPING -> skip();
            case OVERLONG -> overlong();
            case ASKED -> throw new IllegalStateException("the APPEND was not answered");
            case LOST -> null;
        };
    }

    /** Position of the next line feed; -1: not yet. */
    private int lineEnd() {
        for (int i = Math.max(scanned, lineStart); i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        scanned = Math.max(end, lineStart);
        return -1;
    }

    private int withoutCr(int lineFeed) {
        return lineFeed > lineStart && buffer[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
    }

    private void consume(int to) {
        literals = 0;
        start = lineStart = scanned = to;
        if (start == end) {
            compact();
        }
    }

    private @Nullable ClientInput command() {
        while (true) {
            int lineFeed = lineEnd();
            int seen = (lineFeed < 0 ? end : lineFeed) - lineStart;
            if (seen > limits.line()) {
                overlongTag =
                        ImapCommandParser.tag(buffer, start, Math.min(end, start + limits.line()));
                mode = Mode.OVERLONG;
                return overlong();
            }
            if (lineFeed < 0) {
                return null;
            }
            int lineStop = withoutCr(lineFeed);
            int brace = Literals.announcement(buffer, lineStart, lineStop);
            if (brace < 0) {
                return whole(lineStop, lineFeed);
            }
            long size = Literals.size(buffer, brace, lineStop);
            ClientInput answered = announced(size, lineStop, lineFeed);
            if (answered != null || end < lineFeed + 1 + (int) size) {
                return answered;
            }
            asked = false;
            literals++;
            lineStart = scanned = lineFeed + 1 + (int) size;
        }
    }

    private ClientInput whole(int stop, int lineFeed) {
        ClientInput result;
        try {
            result = new ClientInput.Complete(ImapCommandParser.parse(buffer, start, stop));
        } catch (BadSyntax bad) {
            String tag = ImapCommandParser.tag(buffer, start, stop);
            result = new ClientInput.Malformed(tag, bad.answer(), String.valueOf(bad.getMessage()));
        }
        consume(lineFeed + 1);
        return result;
    }

    /** What a literal's announcement asks for; null: its octets come next, or are there. */
    private @Nullable ClientInput announced(long size, int lineStop, int lineFeed) {
        waits = buffer[lineStop - 2] != '+';
        TaggedCommand append =
                literals < APPEND_LITERALS
                        ? ImapCommandParser.parseAppend(buffer, start, lineStop)
                        : null;
        if (append != null) {
            left = size;
            mode = Mode.ASKED;
            consume(lineFeed + 1);
            return new ClientInput.AppendBegins(
                    append.tag(), (ImapCommand.Append) append.command(), waits);
        }
        if (size > limits.command() - (lineFeed + 1L - start)) {
            return tooLarge(lineFeed);
        }
        if (waits && !asked) {
            asked = true;
            return new ClientInput.WaitsForLiteral();
        }
        return null;
    }

    private ClientInput tooLarge(int lineFeed) {
        String tag = ImapCommandParser.tag(buffer, start, lineFeed);
        if (waits && tag != null) {
            consume(lineFeed + 1);
            return new ClientInput.Malformed(tag, Response.TOO_BIG, "Literal is too large");
        }
        return lost("Literal is too large");
    }

    private ClientInput lost(String why) {
        mode = Mode.LOST;
        discard();
        return new ClientInput.Lost(why);
    }

    private @Nullable ClientInput overlong() {
        int lineFeed = lineEnd();
        if (lineFeed < 0) {
            consume(end);
            return null;
        }
        int brace = Literals.announcement(buffer, lineStart, withoutCr(lineFeed));
        if (brace >= 0 && buffer[withoutCr(lineFeed) - 2] == '+') {
            return lost("Command line is too long");
        }
        consume(lineFeed + 1);
        mode = Mode.COMMAND;
        return new ClientInput.Malformed(overlongTag, Response.BAD, "Command line is too long");
    }

    private @Nullable ClientInput line() {
        int lineFeed = lineEnd();
        if ((lineFeed < 0 ? end : lineFeed) - lineStart > limits.line()) {
            return lost("Line is too long");
        }
        if (lineFeed < 0) {
            return null;
        }
        int stop = withoutCr(lineFeed);
        String octets =
                new String(
                        buffer,
                        lineStart,
                        stop - lineStart,
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        consume(lineFeed + 1);
        mode = Mode.COMMAND;
        return new ClientInput.Line(octets);
    }

    /** The message of the announced APPEND is wanted. */
    public void takeMessage() {
        mode = left == 0 ? Mode.TRAILER : Mode.MESSAGE;
    }

    /**
     * The message is not wanted. A client that waits does not send it; otherwise it is read and
     * dropped.
     *
     * @return false: it is too large to be dropped, the connection has to end
     */
    public boolean refuseMessage() {
        if (waits) {
            mode = Mode.COMMAND;
            left = 0;
            return true;
        }
        mode = Mode.SKIPPING;
        if (left / SKIP_FACTOR > Math.max(limits.message(), limits.command())) {
            lost("Message is too large");
            return false;
        }
        return true;
    }

    private @Nullable ClientInput message() {
        if (start == end) {
            return null;
        }
        int count = (int) Math.min(left, end - start);
        ClientInput octets = new ClientInput.MessageOctets(buffer, start, count);
        left -= count;
        start = lineStart = scanned = start + count;
        if (left == 0) {
            mode = Mode.TRAILER;
        }
        return octets;
    }

    private @Nullable ClientInput trailer() {
        int lineFeed = lineEnd();
        if ((lineFeed < 0 ? end : lineFeed) - lineStart > limits.line()) {
            overlongTag = null;
            return lost("Command line is too long");
        }
        if (lineFeed < 0) {
            return null;
        }
        int stop = withoutCr(lineFeed);
        boolean clean = stop == lineStart;
        boolean more = Literals.announcement(buffer, lineStart, stop) >= 0;
        consume(lineFeed + 1);
        mode = Mode.COMMAND;
        if (more) {
            return lost("One message at a time");
        }
        return clean
                ? new ClientInput.AppendEnds()
                : new ClientInput.AppendBroken("Too many arguments");
    }

    private @Nullable ClientInput skip() {
        long count = Math.min(left, end - start);
        left -= count;
        consume(start + (int) count);
        if (left > 0) {
            return null;
        }
        int lineFeed = lineEnd();
        if (lineFeed < 0) {
            return end - lineStart > limits.line() ? lost("Command line is too long") : null;
        }
        consume(lineFeed + 1);
        mode = Mode.COMMAND;
        return command();
    }
}
