package posthorn.runtime.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import posthorn.protocol.wire.AppendPart;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.MailboxesGrpc;

@Timeout(30)
class RequestStreamTest {

    private static final int PARTS = 20;
    private static final AppendPart PART =
            AppendPart.newBuilder().setChunk(ByteString.copyFrom(new byte[64 * 1024])).build();

    private final AtomicInteger taken = new AtomicInteger();
    private final CompletableFuture<Void> room = new CompletableFuture<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private static final class Appends extends MailboxesGrpc.MailboxesImplBase {
        private final Function<Multi<AppendPart>, Uni<CommandResult>> work;

        Appends(Function<Multi<AppendPart>, Uni<CommandResult>> work) {
            this.work = work;
        }

        @Override
        public StreamObserver<AppendPart> append(StreamObserver<CommandResult> caller) {
            return RequestStream.receive(
                    caller, work, e -> Status.INVALID_ARGUMENT.withCause(e).asRuntimeException());
        }
    }

    /** Takes one part, and the others when there is room. */
    private Uni<CommandResult> whenThereIsRoom(Multi<AppendPart> parts) {
        return parts.onItem()
                .transformToUniAndConcatenate(part -> {
                    taken.incrementAndGet();
                    begun.complete(null);
                    return Uni.createFrom().completionStage(() -> room.copy());
                })
                .collect()
                .last()
                .map(all -> CommandResult.newBuilder().setN(taken.get()).build())
                .onTermination()
                .invoke(() -> ended.complete(null));
    }

    private static SlowReader<AppendPart, CommandResult> send(Loopback loopback) {
        SlowReader<AppendPart, CommandResult> answer = new SlowReader<>();
        StreamObserver<AppendPart> parts = MailboxesGrpc.newStub(loopback.channel()).append(answer);
        for (int i = 0; i < PARTS; i++) {
            parts.onNext(PART);
        }
        parts.onCompleted();
        assertFalse(((ClientCallStreamObserver<AppendPart>) parts).isReady());
        return answer;
    }

    @Test
    void partIsTakenWhenTheOneBeforeHasBeenDealtWith() throws Exception {
        try (Loopback loopback = new Loopback(new Appends(this::whenThereIsRoom))) {
            SlowReader<AppendPart, CommandResult> answer = send(loopback);
            begun.get(20, TimeUnit.SECONDS);
            assertEquals(1, taken.get());
            room.complete(null);
            answer.readOn();
            answer.end.get(20, TimeUnit.SECONDS);
            assertEquals(PARTS, taken.get());
        }
    }

    @Test
    void whoLeavesEndsTheWork() throws Exception {
        try (Loopback loopback = new Loopback(new Appends(this::whenThereIsRoom))) {
            SlowReader<AppendPart, CommandResult> answer = send(loopback);
            begun.get(20, TimeUnit.SECONDS);
            answer.leave();
            ended.get(20, TimeUnit.SECONDS);
            assertEquals(1, taken.get());
        }
    }

    @Test
    void workMayRefuseBeforeItHasTakenAll() throws Exception {
        Appends refusing =
                new Appends(parts ->
                        parts.collect()
                                .first()
                                .flatMap(first ->
                                        Uni.createFrom()
                                                .failure(new IllegalArgumentException("no"))));
        try (Loopback loopback = new Loopback(refusing)) {
            SlowReader<AppendPart, CommandResult> answer = send(loopback);
            ExecutionException failure =
                    Assertions.assertThrows(
                            ExecutionException.class, () -> answer.end.get(20, TimeUnit.SECONDS));
            StatusRuntimeException status =
                    assertInstanceOf(StatusRuntimeException.class, failure.getCause());
            assertEquals(Status.Code.INVALID_ARGUMENT, status.getStatus().getCode());
        }
    }
}
