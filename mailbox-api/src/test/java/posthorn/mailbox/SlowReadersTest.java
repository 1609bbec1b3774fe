package posthorn.mailbox;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.BodyChunk;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.DeliverAllAnswer;
import posthorn.protocol.wire.DeliverAllHeader;
import posthorn.protocol.wire.DeliverAllPart;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.DeliveryRecipient;
import posthorn.protocol.wire.ListRequest;
import posthorn.protocol.wire.MailboxesGrpc;

/** Clients that stop in the middle of a large message. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class SlowReadersTest {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int CLIENTS = 200;
    private static final int MESSAGE = 50 * MEGABYTE;
    private static final int MOST = 64 * MEGABYTE;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private final List<ManagedChannel> connections = new ArrayList<>();

    /** A connection of its own, with a small window: what is measured is the other side. */
    private Channel connect() {
        ManagedChannel plain =
                NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .flowControlWindow(65_535)
                        .maxInboundMessageSize(16 * MEGABYTE)
                        .build();
        connections.add(plain);
        Metadata token = new Metadata();
        token.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + StoreResource.SERVICE);
        return ClientInterceptors.intercept(
                plain, MetadataUtils.newAttachHeadersInterceptor(token));
    }

    /** Reads one piece and stops. */
    private static final class Stopping implements ClientResponseObserver<BodyRequest, BodyChunk> {
        final CompletableFuture<Void> begun = new CompletableFuture<>();
        private @Nullable ClientCallStreamObserver<BodyRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<BodyRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(BodyChunk chunk) {
            begun.complete(null);
        }

        @Override
        public void onError(Throwable failure) {
            begun.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            begun.complete(null);
        }

        void leave() {
            if (call != null) {
                call.cancel("seen enough", null);
            }
        }
    }

    private static String account() {
        given().header("Authorization", "Bearer " + StoreResource.ADMIN)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "slow.test"))
                .post("/v1/domains");
        return given().header("Authorization", "Bearer " + StoreResource.ADMIN)
                .contentType(ContentType.JSON)
                .body(Map.of("address", "reader@slow.test", "password", "secret word"))
                .post("/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void deliver(Channel channel, String account) throws Exception {
        CompletableFuture<DeliverAllAnswer> answer = new CompletableFuture<>();
        StreamObserver<DeliverAllPart> parts =
                DeliveryGrpc.newStub(channel).deliverAll(new Answer(answer));
        parts.onNext(
                DeliverAllPart.newBuilder()
                        .setHeader(
                                DeliverAllHeader.newBuilder()
                                        .addRecipients(
                                                DeliveryRecipient.newBuilder()
                                                        .setAccount(account)
                                                        .setKey("large"))
                                        .setSize(MESSAGE))
                        .build());
        ByteString chunk = ByteString.copyFrom(new byte[256 * 1024]);
        for (int sent = 0; sent < MESSAGE; sent += chunk.size()) {
            parts.onNext(DeliverAllPart.newBuilder().setChunk(chunk).build());
        }
        parts.onCompleted();
        assertTrue(answer.get(60, TimeUnit.SECONDS).getOutcomes(0).getResult().hasDone());
    }

    private record Answer(CompletableFuture<DeliverAllAnswer> answer)
            implements StreamObserver<DeliverAllAnswer> {
        @Override
        public void onNext(DeliverAllAnswer value) {
            answer.complete(value);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {}
    }

    /** Octets in use, of the heap and beside it. */
    private static long memory() {
        System.gc();
        System.gc();
        long direct = Math.max(0, PlatformDependent.usedDirectMemory());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            direct += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
        }
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Octets of the whole message, read to its end. */
    private static long octets(Channel channel, BodyRequest request) {
        Iterator<BodyChunk> chunks = MailboxesGrpc.newBlockingStub(channel).body(request);
        long octets = 0;
        while (chunks.hasNext()) {
            octets += chunks.next().getData().size();
        }
        return octets;
    }

    private static String metrics() {
        return Management.get("/q/metrics").asString();
    }

    @Test
    void cost64MegabytesAtMostAndHoldUpNobody() throws Exception {
        Management.awaitReady();
        String account = account();
        Channel other = connect();
        deliver(other, account);
        BodyRequest request =
                BodyRequest.newBuilder().setAccount(account).setMailbox(1).setUid(1).build();
        assertEquals(MESSAGE, octets(other, request));
        long before = memory();
        List<Stopping> readers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Stopping reader = new Stopping();
            readers.add(reader);
            MailboxesGrpc.newStub(connect()).body(request, reader);
        }
        for (Stopping reader : readers) {
            reader.begun.get(60, TimeUnit.SECONDS);
        }
        long cost = memory() - before;
        System.out.printf("%d slow readers cost %d KiB%n", CLIENTS, cost / 1024);
        assertTrue(cost < MOST, () -> cost + " octets");
        assertTrue(metrics().contains(held(CLIENTS)), () -> metrics());
        assertEquals(
                6,
                MailboxesGrpc.newBlockingStub(other)
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .list(ListRequest.newBuilder().setAccount(account).build())
                        .getMailboxesCount());
        readers.forEach(Stopping::leave);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> Management.get("/q/metrics").then().body(containsString(held(0))));
        connections.forEach(ManagedChannel::shutdownNow);
    }

    private static String held(int readers) {
        return "posthorn_held{service=\"mailbox-api\",thing=\"readers\"} " + readers + ".0";
    }
}
