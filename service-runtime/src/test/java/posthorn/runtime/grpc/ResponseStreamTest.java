package posthorn.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Multi;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.MailboxesGrpc;

@Timeout(30)
class ResponseStreamTest {

    private static final int PIECES = 1000;
    private static final ByteString PIECE = ByteString.copyFrom(new byte[64 * 1024]);

    private final AtomicInteger made = new AtomicInteger();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    private final class Bodies extends MailboxesGrpc.MailboxesImplBase {
        @Override
        public void body(BodyRequest request, StreamObserver<BodyChunk> caller) {
            Multi<BodyChunk> pieces =
                    Multi.createFrom()
                            .items(IntStream.range(0, PIECES).boxed())
                            .map(i -> {
                                made.incrementAndGet();
                                if (i == request.getLength()) {
                                    throw new IllegalArgumentException("so far");
                                }
                                return BodyChunk.newBuilder().setData(PIECE).build();
                            })
                            .onCancellation()
                            .invoke(() -> cancelled.complete(null));
            ResponseStream.send(
                    pieces, caller, e -> Status.INVALID_ARGUMENT.withCause(e).asRuntimeException());
        }
    }

    private static BodyRequest failingAt(long piece) {
        return BodyRequest.newBuilder().setLength(piece).build();
    }

    @Test
    void nothingIsMadeThatNobodyReads() throws Exception {
        try (Loopback loopback = new Loopback(new Bodies())) {
            SlowReader<BodyRequest, BodyChunk> reader = new SlowReader<>();
            MailboxesGrpc.newStub(loopback.channel()).body(failingAt(-1), reader);
            reader.first.get(20, TimeUnit.SECONDS);
            assertTrue(made.get() < 10, () -> made + " of " + PIECES);
            reader.readOn();
            reader.end.get(20, TimeUnit.SECONDS);
            assertEquals(PIECES, reader.count.get());
        }
    }

    @Test
    void whoLeavesCancelsTheSource() throws Exception {
        try (Loopback loopback = new Loopback(new Bodies())) {
            SlowReader<BodyRequest, BodyChunk> reader = new SlowReader<>();
            MailboxesGrpc.newStub(loopback.channel()).body(failingAt(-1), reader);
            reader.first.get(20, TimeUnit.SECONDS);
            reader.leave();
            cancelled.get(20, TimeUnit.SECONDS);
            assertTrue(made.get() < 10, () -> made + " of " + PIECES);
        }
    }

    @Test
    void failureInTheMiddleIsTold() throws Exception {
        try (Loopback loopback = new Loopback(new Bodies())) {
            Iterator<BodyChunk> answers =
                    MailboxesGrpc.newBlockingStub(loopback.channel()).body(failingAt(2));
            answers.next();
            answers.next();
            StatusRuntimeException failure =
                    assertThrows(StatusRuntimeException.class, answers::next);
            assertEquals(Status.Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        }
    }
}
