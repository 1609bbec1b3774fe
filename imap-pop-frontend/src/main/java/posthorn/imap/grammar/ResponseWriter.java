package posthorn.imap.grammar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses (RFC 3501 §7) into one buffer, without strings in between where it matters. A
 * full buffer goes to the {@link Sink}; what is left at the end of a burst is taken with {@link
 * #take}, and then no memory is held. For one thread at a time.
 *
 * <p>Strings are quoted when they are short and printable ASCII, and literals otherwise, so that
 * any octet passes.
 */
public final class ResponseWriter {

    private static final int FIRST = 1024;
    private static final int FULL = 32 * 1024;
    private static final int MAX_QUOTED = 1024;
    private static final byte[] NOTHING = new byte[0];

    private final Sink sink;
    private byte[] buffer = NOTHING;
    private int length;
    private long sent;

    /** Where full buffers go. */
    public interface Sink {
        /**
         * Sends octets to the client and waits while it is slow. The array may be used again
         * afterwards.
         *
         * @throws ClientGoneException when nobody is there any more
         */
        void send(byte[] octets, int offset, int length);
    }

    /** The client has left, or takes nothing any more: the work for it ends. */
    public static final class ClientGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ClientGoneException(Throwable cause) {
            super("the client has left", cause);
        }
    }

    public ResponseWriter(Sink sink) {
        this.sink = sink;
    }

    /** What was written and not sent, which from then on belongs to the caller; empty: nothing. */
    public byte[] take() {
        byte[] rest = length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
        buffer = NOTHING;
        sent += length;
        length = 0;
        return rest;
    }

    /** Where the next octet stands in the stream, for {@link #rollback}. */
    public long mark() {
        return sent + length;
    }

    /**
     * Takes back what was written since the mark; false: some of it was sent, nothing is taken
     * back.
     */
    public boolean rollback(long mark) {
        if (mark < sent) {
            return false;
        }
        length = (int) (mark - sent);
        return true;
    }

    /** Sends what was written so far. */
    public void flush() {
        if (length > 0) {
            sink.send(buffer, 0, length);
            sent += length;
            length = 0;
        }
    }

    /** Makes room for so many octets, at most {@link #FULL}. */
    private void room(int octets) {
        if (buffer.length - length >= octets) {
            return;
        }
        if (length + octets > FULL) {
            flush();
        }
        if (buffer.length - length < octets) {
            int size = Math.max(FIRST, Math.max(2 * buffer.length, length + octets));
            buffer = Arrays.copyOf(buffer, Math.min(FULL, size));
        }
    }

    /** ASCII, or octets in a String, as they are. */
    public ResponseWriter raw(String octets) {
        for (int from = 0; from < octets.length(); from += FULL) {
            int to = Math.min(octets.length(), from + FULL);
            room(to - from);
            for (int i = from; i < to; i++) {
                buffer[length++] = (byte) octets.charAt(i);
            }
        }
        return this;
    }

    /** Octets as they are. */
    public ResponseWriter raw(byte[] octets, int offset, int count) {
        if (count > FULL / 2) {
            flush();
            sink.send(octets, offset, count);
            sent += count;
            return this;
        }
        room(count);
        System.arraycopy(octets, offset, buffer, length, count);
        length += count;
        return this;
    }

    /** One octet. */
    public ResponseWriter raw(char octet) {
        room(1);
        buffer[length++] = (byte) octet;
        return this;
    }

    /** A number in decimal. */
    public ResponseWriter number(long n) {
        if (n < 0) {
            raw('-');
        }
        room(20);
        long rest = Math.abs(n);
        int digits = 1;
        for (long power = 10; digits < 19 && power <= rest; power *= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** The end of a response. */
    public ResponseWriter line() {
        return raw('\r').raw('\n');
    }

    /** Octets as a string; null is NIL. */
    public ResponseWriter nstring(@Nullable String octets) {
        return octets == null ? raw("NIL") : string(octets);
    }

    /** Octets as a string, quoted or as a literal. */
    public ResponseWriter string(String octets) {
        if (!isQuotable(octets)) {
            return literal(octets.length()).raw(octets);
        }
        raw('"');
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if (c == '"' || c == '\\') {
                raw('\\');
            }
            raw(c);
        }
        return raw('"');
    }

    private static boolean isQuotable(String octets) {
        if (octets.length() > MAX_QUOTED) {
            return false;
        }
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if ((c < 0x20 && c != '\t') || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /** The announcement of a literal; its octets are written next. */
    public ResponseWriter literal(long octets) {
        return raw('{').number(octets).raw("}\r\n");
    }

    /** Name of a mailbox, as an atom where it is one. */
    public ResponseWriter mailbox(String name) {
        String wire = MailboxNames.encode(name);
        return isAtom(wire) && !wire.equalsIgnoreCase("NIL") ? raw(wire) : string(wire);
    }

    private static boolean isAtom(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!ImapTokens.isAstringChar((byte) text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** ASCII in quotes. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
