package posthorn.ingress.api;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryTransitStore;
import posthorn.ingress.session.TransitStore;
import posthorn.ingress.session.TransitStore.TransitBody;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.Dropped;
import posthorn.protocol.wire.TransitName;
import posthorn.protocol.wire.TransitPart;

class GrpcTransitStoreTest extends TransitStoreContract {
    private GrpcServer server;
    private GrpcTransitStore store;

    @BeforeEach
    void start() throws IOException {
        server = new GrpcServer(new BodyServer(stored));
        store = new GrpcTransitStore(id -> server.channel(), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    TransitStore bodies() {
        return store;
    }

    @Test
    void storeThatTakesNothingStopsTheWriter() throws IOException {
        try (GrpcServer deaf = new GrpcServer(new DeafServer())) {
            TransitBody body =
                    new GrpcTransitStore(id -> deaf.channel(), Duration.ofMillis(500))
                            .open("m", "192.0.2.1");
            byte[] piece = new byte[256 * 1024];
            assertThrows(
                    IOException.class,
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            body.write(piece, 0, piece.length);
                        }
                    });
            body.abandon();
        }
    }

    /** Bodies served the way {@code mailbox-api} serves them. */
    private static final class BodyServer extends DeliveryGrpc.DeliveryImplBase {
        private final MemoryTransitStore bodies;

        BodyServer(MemoryTransitStore bodies) {
            this.bodies = bodies;
        }

        @Override
        public StreamObserver<TransitPart> putTransit(StreamObserver<TransitName> to) {
            return new Upload(bodies, to);
        }

        @Override
        public void getTransit(TransitName range, StreamObserver<BodyChunk> to) {
            byte[] all = bodies.stored().getOrDefault(range.getName(), new byte[0]);
            int from = (int) range.getOffset();
            int length = (int) range.getLength();
            int half = length / 2;
            for (int[] part : new int[][] {{from, half}, {from + half, length - half}}) {
                to.onNext(
                        BodyChunk.newBuilder()
                                .setData(ByteString.copyFrom(all, part[0], part[1]))
                                .build());
            }
            to.onCompleted();
        }

        @Override
        public void dropTransit(TransitName name, StreamObserver<Dropped> to) {
            bodies.drop(name.getName());
            to.onNext(Dropped.getDefaultInstance());
            to.onCompleted();
        }
    }

    /** One body that comes in. */
    private static final class Upload implements StreamObserver<TransitPart> {
        private final TransitStore bodies;
        private final StreamObserver<TransitName> to;
        private @Nullable TransitBody body;

        Upload(TransitStore bodies, StreamObserver<TransitName> to) {
            this.bodies = bodies;
            this.to = to;
        }

        @Override
        public void onNext(TransitPart part) {
            try {
                if (part.hasHeader()) {
                    body =
                            bodies.open(
                                    part.getHeader().getMessageId(),
                                    part.getHeader().getClientAddress());
                } else if (body != null) {
                    body.write(part.getChunk().toByteArray(), 0, part.getChunk().size());
                }
            } catch (IOException e) {
                to.onError(status(e));
            }
        }

        private static StatusException status(IOException e) {
            return (e instanceof TransitStore.NoRoomException
                            ? Status.RESOURCE_EXHAUSTED
                            : Status.UNAVAILABLE)
                    .withCause(e)
                    .asException();
        }

        @Override
        public void onError(Throwable failure) {
            if (body != null) {
                body.abandon();
            }
        }

        @Override
        public void onCompleted() {
            try {
                if (body != null) {
                    to.onNext(TransitName.newBuilder().setName(body.finish()).build());
                    to.onCompleted();
                }
            } catch (IOException e) {
                to.onError(status(e));
            }
        }
    }

    /** Reads one part and no more. */
    private static final class DeafServer extends DeliveryGrpc.DeliveryImplBase {
        @Override
        public StreamObserver<TransitPart> putTransit(StreamObserver<TransitName> to) {
            ((ServerCallStreamObserver<TransitName>) to).disableAutoRequest();
            return new StreamObserver<>() {
                @Override
                public void onNext(TransitPart part) {}

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
            };
        }
    }
}
