package posthorn.frontend.api;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.MailboxesGrpc;

/**
 * Octets of a message, read ahead by one piece. When the pod goes, another one goes on where it
 * stopped.
 */
final class GrpcBody implements BodyReader {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RetriedCalls calls;
    private final BodyRequest request;
    private @Nullable AnswerStream<BodyRequest, BodyChunk> pieces;
    private long read;
    private boolean ended;

    /** Begins to read, without waiting: several may be on their way at once. */
    GrpcBody(RetriedCalls calls, BodyRequest request) {
        this.calls = calls;
        this.request = request;
        open();
    }

    @Override
    public byte @Nullable [] next() {
        long giveUp = System.nanoTime() + calls.timeouts().retry().toNanos();
        while (!ended) {
            try {
                BodyChunk chunk = open().next();
                if (chunk == null) {
                    ended = true;
                } else if (!chunk.getData().isEmpty()) {
                    read += chunk.getData().size();
                    return chunk.getData().toByteArray();
                }
            } catch (StatusRuntimeException e) {
                close();
                retryOrThrow(e, giveUp);
            }
        }
        return null;
    }

    private AnswerStream<BodyRequest, BodyChunk> open() {
        AnswerStream<BodyRequest, BodyChunk> open = pieces;
        if (open == null) {
            BodyRequest rest = rest();
            open =
                    AnswerStream.of(
                            calls.timeouts().call(),
                            observer ->
                                    MailboxesGrpc.newStub(calls.channel(request.getAccount()))
                                            .body(rest, observer));
            pieces = open;
        }
        return open;
    }

    private BodyRequest rest() {
        long length = request.getLength() == 0 ? 0 : request.getLength() - read;
        return request.toBuilder().setOffset(request.getOffset() + read).setLength(length).build();
    }

    private void retryOrThrow(StatusRuntimeException e, long giveUp) {
        if (RetriedCalls.isNotFound(e) && read == 0) {
            throw new MessageGoneException("the message is gone");
        }
        if (request.getLength() > 0 && read == request.getLength()) {
            ended = true;
            return;
        }
        if (!RetriedCalls.maybeLater(e.getStatus())
                || System.nanoTime() > giveUp
                || Thread.currentThread().isInterrupted()) {
            throw new StoreUnavailableException("the message cannot be read", e);
        }
        RetriedCalls.pause(PAUSE);
    }

    @Override
    public void close() {
        if (pieces != null) {
            pieces.close();
            pieces = null;
        }
    }
}
