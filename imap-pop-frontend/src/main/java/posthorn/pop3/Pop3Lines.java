package posthorn.pop3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines out of bytes, however they are cut. A line ends with LF, with or without CR before it, and
 * is text in UTF-8, or octet by octet where it is not. Of a line that is too long nothing is kept
 * but the fact. For one thread.
 */
public final class Pop3Lines {

    /** Octets of a line: what SASL needs (RFC 4954 §4), far above the 255 of RFC 2449 §4. */
    public static final int LIMIT = 12_290;

    private static final byte[] NOTHING = {};

    private byte[] partial = NOTHING;
    private int length;
    private boolean tooLong;

    /** A line. */
    public sealed interface Line {
        /** Its text, without its end. */
        record Text(String text) implements Line {}

        /** It was longer than {@link #LIMIT}. */
        record TooLong() implements Line {}
    }

    /** The next line; null: it is not there whole, and all input is taken. */
    public @Nullable Line next(ByteBuffer input) {
        int start = input.position();
        for (int at = start; at < input.limit(); at++) {
            if (input.get(at) == '\n') {
                keep(input, at - start);
                input.position(at + 1);
                return finish();
            }
        }
        keep(input, input.remaining());
        return null;
    }

    private void keep(ByteBuffer input, int count) {
        if (tooLong || length + count > LIMIT) {
            tooLong = true;
            partial = NOTHING;
            length = 0;
            input.position(input.position() + count);
            return;
        }
        if (length + count > partial.length) {
            int doubled = Math.min(LIMIT, 2 * partial.length);
            partial = Arrays.copyOf(partial, Math.max(length + count, doubled));
        }
        input.get(partial, length, count);
        length += count;
    }

    private Line finish() {
        boolean dropped = tooLong;
        int end = length > 0 && partial[length - 1] == '\r' ? length - 1 : length;
        String text = text(partial, end);
        forget();
        return dropped ? new Line.TooLong() : new Line.Text(text);
    }

    /** Forgets what there is of a line. */
    public void forget() {
        partial = NOTHING;
        length = 0;
        tooLong = false;
    }

    private static String text(byte[] octets, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, 0, end, StandardCharsets.ISO_8859_1);
        }
    }
}
