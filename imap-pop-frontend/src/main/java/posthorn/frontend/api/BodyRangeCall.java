package posthorn.frontend.api;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.MailboxesGrpc;

/**
 * A bounded range of a message on its way, taken in whole as it comes and without regard to how
 * fast the client reads: no stream stands half read, which would hold up the others of its
 * connection. It begins when it is made; for one thread that may block.
 */
final class BodyRangeCall implements ClientResponseObserver<BodyRequest, BodyChunk> {
    private final Duration limit;
    private final CompletableFuture<ByteString> whole = new CompletableFuture<>();
    private ByteString octets = ByteString.EMPTY;
    private String traceparent = "";
    private @Nullable ClientCallStreamObserver<BodyRequest> call;

    private BodyRangeCall(Duration limit) {
        this.limit = limit;
    }

    /** Begins to read, without waiting. */
    static BodyRangeCall start(Channel channel, BodyRequest request, Duration limit) {
        BodyRangeCall range = new BodyRangeCall(limit);
        MailboxesGrpc.newStub(channel).body(request, range);
        return range;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<BodyRequest> stream) {
        call = stream;
    }

    @Override
    public void onNext(BodyChunk chunk) {
        octets = octets.concat(chunk.getData());
        traceparent = traceparent.isEmpty() ? chunk.getTraceparent() : traceparent;
    }

    @Override
    public void onError(Throwable error) {
        whole.completeExceptionally(Status.fromThrowable(error).asRuntimeException());
    }

    @Override
    public void onCompleted() {
        whole.complete(octets);
    }

    /**
     * The range; shorter than asked for when the message ends before.
     *
     * @throws io.grpc.StatusRuntimeException how the call failed; DEADLINE_EXCEEDED when it took
     *     longer than the limit
     */
    ByteString octets() {
        try {
            return whole.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e).asRuntimeException();
        } catch (TimeoutException e) {
            cancel();
            throw Status.DEADLINE_EXCEEDED.withDescription("no octets came").asRuntimeException();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withCause(e).asRuntimeException();
        }
    }

    /** The trace of the message, once its octets are there; empty: it has none. */
    String traceparent() {
        return traceparent;
    }

    /** Gives it up, unless it has ended already. */
    void cancel() {
        ClientCallStreamObserver<BodyRequest> stream = call;
        if (stream != null && !whole.isDone()) {
            stream.cancel("not wanted any more", null);
        }
    }
}
