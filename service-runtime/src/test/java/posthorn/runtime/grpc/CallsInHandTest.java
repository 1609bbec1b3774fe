package posthorn.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.ListRequest;
import posthorn.protocol.wire.MailboxesGrpc;

@Timeout(30)
class CallsInHandTest {

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<ListAnswer> answer = new CompletableFuture<>();
    private final CallsInHand calls = new CallsInHand();

    private final class Slow extends MailboxesGrpc.MailboxesImplBase {
        @Override
        public void list(ListRequest request, StreamObserver<ListAnswer> caller) {
            begun.complete(null);
            SingleResponse.send(
                    Uni.createFrom().completionStage(() -> answer.copy()), caller, e -> e);
        }

        @Override
        public void body(BodyRequest request, StreamObserver<BodyChunk> caller) {
            BodyChunk chunk = BodyChunk.newBuilder().setData(ByteString.copyFromUtf8("x")).build();
            ResponseStream.send(
                    Multi.createBy()
                            .concatenating()
                            .streams(
                                    Multi.createFrom().item(chunk),
                                    Multi.createFrom().<BodyChunk>nothing()),
                    caller,
                    e -> e);
        }
    }

    private static Status.Code code(@Nullable Throwable failure) {
        return assertInstanceOf(StatusRuntimeException.class, failure).getStatus().getCode();
    }

    @Test
    void callInHandIsAnsweredAndNewOnesAreTurnedAway() throws Exception {
        try (Loopback loopback = new Loopback(new Slow(), calls)) {
            ListenableFuture<ListAnswer> inHand =
                    MailboxesGrpc.newFutureStub(loopback.channel())
                            .list(ListRequest.getDefaultInstance());
            begun.get(20, TimeUnit.SECONDS);
            assertFalse(calls.stop(Duration.ZERO));
            assertEquals(1, calls.held());

            StatusRuntimeException refused =
                    assertThrows(
                            StatusRuntimeException.class,
                            () ->
                                    MailboxesGrpc.newBlockingStub(loopback.channel())
                                            .list(ListRequest.getDefaultInstance()));
            assertEquals(Status.Code.UNAVAILABLE, code(refused));

            answer.complete(ListAnswer.newBuilder().setN(7).build());
            assertEquals(7, inHand.get(20, TimeUnit.SECONDS).getN());
            assertTrue(calls.stop(Duration.ofSeconds(20)));
            assertEquals(0, calls.held());
        }
    }

    @Test
    void streamsEndAtOnce() throws Exception {
        try (Loopback loopback = new Loopback(new Slow(), calls)) {
            SlowReader<BodyRequest, BodyChunk> reader = new SlowReader<>();
            MailboxesGrpc.newStub(loopback.channel())
                    .body(BodyRequest.getDefaultInstance(), reader);
            reader.first.get(20, TimeUnit.SECONDS);
            assertTrue(calls.stop(Duration.ofSeconds(20)));
            ExecutionException ended =
                    assertThrows(
                            ExecutionException.class, () -> reader.end.get(20, TimeUnit.SECONDS));
            assertEquals(Status.Code.UNAVAILABLE, code(ended.getCause()));
        }
    }
}
