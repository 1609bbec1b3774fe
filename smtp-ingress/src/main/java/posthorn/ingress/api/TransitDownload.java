package posthorn.ingress.api;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.TransitName;

/**
 * A transit body that is read piece by piece, each with a call of its own that is read to its end:
 * so a slow reader holds up nobody, and one piece is in memory.
 */
final class TransitDownload extends InputStream {
    private static final int PIECE = 256 * 1024;

    private final Supplier<Channel> pod;
    private final Duration timeout;
    private final String name;
    private final long size;
    private ByteString piece = ByteString.EMPTY;
    private int at;
    private long offset;

    /**
     * A body from its first octet on.
     *
     * @param timeout for each piece
     * @param size octets of it
     */
    TransitDownload(Supplier<Channel> pod, Duration timeout, String name, long size) {
        this.pod = pod;
        this.timeout = timeout;
        this.name = name;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (at == piece.size()) {
            if (offset >= size) {
                return -1;
            }
            fetch();
        }
        int count = Math.min(length, piece.size() - at);
        piece.substring(at, at + count).copyTo(ByteBuffer.wrap(to, from, count));
        at += count;
        return count;
    }

    private void fetch() throws IOException {
        TransitName range =
                TransitName.newBuilder()
                        .setName(name)
                        .setOffset(offset)
                        .setLength(Math.min(PIECE, size - offset))
                        .build();
        piece = GrpcDirectory.call(() -> chunks(range));
        at = 0;
        offset += piece.size();
        if (piece.isEmpty()) {
            throw new IOException("the transit body " + name + " ends before its end");
        }
    }

    private ByteString chunks(TransitName range) throws StatusRuntimeException {
        Iterator<BodyChunk> chunks =
                DeliveryGrpc.newBlockingStub(pod.get())
                        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .getTransit(range);
        ByteString all = ByteString.EMPTY;
        while (chunks.hasNext()) {
            all = all.concat(chunks.next().getData());
        }
        return all;
    }
}
