package posthorn.ingress.session;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A resumable reader of command lines (RFC 5321 §2.3.8). Lines end with CRLF; LF alone is tolerated
 * here, for people at a terminal, but never behind DATA. Holds no memory between two lines.
 */
final class CommandLineReader {

    /** A line without its end, or the news that it was too long. */
    sealed interface Line {
        /**
         * A line.
         *
         * @param octets without CRLF
         */
        record Text(byte[] octets) implements Line {}

        /** A line that was longer than allowed; it was read to its end and dropped. */
        record TooLong() implements Line {}
    }

    private final int limit;
    private @Nullable ByteArrayOutputStream begun;
    private boolean tooLong;

    CommandLineReader(int limit) {
        this.limit = limit;
    }

    /** The next line; null: all input was taken and more is needed. */
    @Nullable Line next(ByteBuffer in) {
        int start = in.position();
        for (int at = start; at < in.limit(); at++) {
            if (in.get(at) == '\n') {
                return end(take(in, at - start));
            }
        }
        keep(take(in, in.remaining()));
        return null;
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        if (in.hasRemaining()) {
            in.get();
        }
        return taken;
    }

    /** One octet more than the limit may wait: it can be the CR. */
    private void keep(byte[] octets) {
        int held = begun == null ? 0 : begun.size();
        if (tooLong || held + octets.length > limit + 1) {
            tooLong = true;
            begun = null;
            return;
        }
        if (begun == null) {
            begun = new ByteArrayOutputStream(octets.length);
        }
        begun.writeBytes(octets);
    }

    private Line end(byte[] rest) {
        keep(rest);
        byte[] line = begun == null ? new byte[0] : begun.toByteArray();
        boolean dropped = tooLong;
        begun = null;
        tooLong = false;
        byte[] text = withoutCr(line);
        return dropped || text.length > limit ? new Line.TooLong() : new Line.Text(text);
    }

    private static byte[] withoutCr(byte[] line) {
        boolean cr = line.length > 0 && line[line.length - 1] == '\r';
        return cr ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
