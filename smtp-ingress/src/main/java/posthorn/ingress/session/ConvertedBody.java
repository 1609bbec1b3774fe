package posthorn.ingress.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import posthorn.protocol.mime.BinaryParts;

/**
 * A transit body into which a binary message (RFC 3030 §3) goes as one of lines, so that whoever
 * relays it, or reads it by IMAP or POP3, needs to know of nothing else. For one thread at a time.
 */
final class ConvertedBody implements TransitStore.TransitBody {

    /** Octets that are converted at once. */
    private static final int PIECE = 8 * 1024;

    private final TransitStore.TransitBody body;
    private final BinaryParts parts;
    private long octets;

    /**
     * A body of which nothing was written.
     *
     * @param maxLine octets of a line outside of binary parts
     */
    ConvertedBody(TransitStore.TransitBody body, int maxLine) {
        this.body = body;
        this.parts = new BinaryParts(maxLine);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int from = offset; from < end; from += PIECE) {
            ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE);
            parts.write(bytes, from, Math.min(end, from + PIECE), piece);
            pass(piece);
        }
    }

    private void pass(ByteArrayOutputStream piece) throws IOException {
        octets += piece.size();
        body.write(piece.toByteArray(), 0, piece.size());
    }

    @Override
    public String finish() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        parts.finish(rest);
        pass(rest);
        return body.finish();
    }

    @Override
    public void abandon() {
        body.abandon();
    }

    /** Octets that it has become. */
    long octets() {
        return octets;
    }

    /** Whether it was no message whose parts are binary or lines. */
    boolean isWrong() {
        return parts.isWrong();
    }
}
