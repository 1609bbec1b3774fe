package posthorn.delivery.api;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.DeliverAllAnswer;
import posthorn.protocol.wire.DeliverAllHeader;
import posthorn.protocol.wire.DeliverAllPart;

/**
 * One call that delivers a message to several accounts of a pod: the header, then the octets in
 * chunks, each only when the connection takes it. {@link #answer} completes with the answer, or
 * with a {@link StatusRuntimeException}.
 */
final class MessageUpload implements ClientResponseObserver<DeliverAllPart, DeliverAllAnswer> {

    private static final int CHUNK = 256 * 1024;

    private final DeliverAllHeader header;
    private final ByteString octets;
    private final CompletableFuture<DeliverAllAnswer> answer = new CompletableFuture<>();
    private volatile @Nullable ClientCallStreamObserver<DeliverAllPart> begunCall;
    private boolean begun;
    private boolean ended;
    private int sent;

    /**
     * A call that was not made.
     *
     * @param octets those that follow the header; empty for a transit body
     */
    MessageUpload(DeliverAllHeader header, ByteString octets) {
        this.header = header;
        this.octets = octets;
    }

    CompletableFuture<DeliverAllAnswer> answer() {
        return answer;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<DeliverAllPart> call) {
        begunCall = call;
        call.setOnReadyHandler(() -> send(call));
    }

    /**
     * Ends the call where it has not ended. By the call and not by a context of gRPC, since a
     * context that was attached to the thread of a record stays there, and cancelled with it would
     * be every call that follows.
     */
    void cancel() {
        ClientCallStreamObserver<DeliverAllPart> call = begunCall;
        if (call != null) {
            call.cancel("nobody waits for the answer", null);
        }
    }

    /** The transport calls this for one thread at a time. */
    private void send(ClientCallStreamObserver<DeliverAllPart> call) {
        while (call.isReady() && !ended) {
            if (!begun) {
                begun = true;
                call.onNext(DeliverAllPart.newBuilder().setHeader(header).build());
            } else if (sent < octets.size()) {
                int end = Math.min(octets.size(), sent + CHUNK);
                ByteString chunk = octets.substring(sent, end);
                sent = end;
                call.onNext(DeliverAllPart.newBuilder().setChunk(chunk).build());
            } else {
                ended = true;
                call.onCompleted();
            }
        }
    }

    @Override
    public void onNext(DeliverAllAnswer value) {
        answer.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
        answer.completeExceptionally(Status.fromThrowable(failure).asRuntimeException());
    }

    @Override
    public void onCompleted() {
        answer.completeExceptionally(
                Status.INTERNAL.withDescription("no answer came").asRuntimeException());
    }
}
