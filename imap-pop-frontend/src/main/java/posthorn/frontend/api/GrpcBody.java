package posthorn.frontend.api;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.wire.BodyRequest;
import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;

/**
 * Octets of a message, asked for range by range as they are taken: of a message that its client
 * reads slowly, or not to the end, one range is held. When the pod goes, another one goes on where
 * it stopped. For one thread.
 */
final class GrpcBody implements BodyReader {
    /** Octets of a range. The store reads 256 KiB at a time and keeps them between two ranges. */
    static final int RANGE = 128 * 1024;

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RetriedCalls calls;
    private final BodyRequest request;
    private final ReadingSpans spans;
    private final long asked = System.nanoTime();
    private Span span = NoSpan.ONLY;
    private @Nullable BodyRangeCall underWay;
    private long read;
    private boolean ended;

    /** Begins to read, without waiting: several may be on their way at once. */
    GrpcBody(RetriedCalls calls, BodyRequest request, ReadingSpans spans) {
        this.calls = calls;
        this.request = request;
        this.spans = spans;
        this.underWay = start();
    }

    private BodyRangeCall start() {
        BodyRequest range =
                request.toBuilder()
                        .setOffset(request.getOffset() + read)
                        .setLength(wanted())
                        .build();
        return BodyRangeCall.start(
                calls.streams(request.getAccount()), range, calls.timeouts().call());
    }

    /** Octets that are asked for next. */
    private long wanted() {
        return request.getLength() == 0 ? RANGE : Math.min(RANGE, request.getLength() - read);
    }

    @Override
    public byte @Nullable [] next() {
        long giveUp = System.nanoTime() + calls.timeouts().retry().toNanos();
        while (!ended) {
            try {
                BodyRangeCall call = underWay == null ? start() : underWay;
                underWay = call;
                ByteString octets = call.octets();
                underWay = null;
                if (read == 0) {
                    span = spans.begin(call.traceparent(), asked);
                }
                ended = octets.size() < wanted() || read + octets.size() == request.getLength();
                read += octets.size();
                if (ended) {
                    ReadingSpans.end(span, read);
                }
                return octets.isEmpty() ? null : octets.toByteArray();
            } catch (StatusRuntimeException e) {
                cancel();
                retryOrThrow(e, giveUp);
            }
        }
        return null;
    }

    private void retryOrThrow(StatusRuntimeException e, long giveUp) {
        if (RetriedCalls.isNotFound(e) && read == 0) {
            throw new MessageGoneException("the message is gone");
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
        cancel();
        ReadingSpans.end(span, read);
    }

    private void cancel() {
        BodyRangeCall open = underWay;
        underWay = null;
        if (open != null) {
            open.cancel();
        }
    }
}
