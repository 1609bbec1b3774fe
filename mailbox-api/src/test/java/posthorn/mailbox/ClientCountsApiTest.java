package posthorn.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.ClientEvent;
import posthorn.protocol.wire.CountEventsRequest;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.EventCount;
import posthorn.protocol.wire.EventTotal;
import posthorn.protocol.wire.GreylistRequest;
import posthorn.protocol.wire.ProvenSenderAnswer;
import posthorn.protocol.wire.ProvenSenderRequest;

/** What is counted and remembered of clients, over gRPC, on a real store. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class ClientCountsApiTest {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ManagedChannel channel;
    private final String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".test";

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        Management.awaitReady();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private DirectoryGrpc.DirectoryBlockingStub directory() {
        Metadata token = new Metadata();
        token.put(AUTHORIZATION, "Bearer " + StoreResource.SERVICE);
        return DirectoryGrpc.newBlockingStub(
                        ClientInterceptors.intercept(
                                channel, MetadataUtils.newAttachHeadersInterceptor(token)))
                .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    @Test
    void whatClientsDoIsCountedForTheirNetwork() {
        String network = "2001:db8:" + domain.substring(1, 5) + ":" + domain.substring(5, 9);
        EventCount.Builder count =
                EventCount.newBuilder()
                        .setEvent(ClientEvent.RECIPIENT_REFUSED)
                        .setClientAddress(network + "::1")
                        .setWindowSeconds(86_400)
                        .setMore(2);
        EventTotal first = count(count);
        assertEquals(2, first.getCount());
        assertTrue(first.getSecondsLeft() > 0 && first.getSecondsLeft() <= 86_400);
        assertEquals(3, count(count.setClientAddress(network + "::2").setMore(1)).getCount());
        assertEquals(0, count(count.setAccount(network).setMore(0)).getCount());
        for (EventCount.Builder wrong :
                List.of(
                        EventCount.newBuilder(count.build()).setClientAddress("nowhere"),
                        EventCount.newBuilder(count.build()).clearSubject(),
                        EventCount.newBuilder(count.build()).setWindowSeconds(0),
                        EventCount.newBuilder(count.build()).setMore(-1),
                        EventCount.newBuilder(count.build()).clearEvent())) {
            StatusRuntimeException refused =
                    assertThrows(StatusRuntimeException.class, () -> count(wrong));
            assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        }
    }

    @Test
    void networksAreCountedAndGreylisted() {
        String network = "2001:db8:" + domain.substring(1, 5) + "::/48";
        EventCount.Builder count =
                EventCount.newBuilder()
                        .setEvent(ClientEvent.CONNECTION)
                        .setClientNetwork(network)
                        .setWindowSeconds(86_400)
                        .setMore(5);
        assertEquals(5, count(count).getCount());
        assertEquals(6, count(count.setMore(1)).getCount());
        GreylistRequest.Builder request =
                GreylistRequest.newBuilder()
                        .setNetwork(network)
                        .setSender("c@far.test")
                        .setSenderDomain("far.test")
                        .setRecipient("a@" + domain)
                        .setDelaySeconds(60)
                        .setRetrySeconds(3600)
                        .setKeepSeconds(86_400)
                        .setKnownAfter(5);
        assertEquals(60, directory().greylist(request.build()).getSecondsLeft());
        assertTrue(directory().greylist(request.build()).getSecondsLeft() > 0);
        ProvenSenderAnswer _ =
                directory()
                        .provenSender(
                                ProvenSenderRequest.newBuilder()
                                        .setNetwork(network)
                                        .setDomain("far.test")
                                        .setKeepSeconds(86_400)
                                        .build());
        assertEquals(0, directory().greylist(request.build()).getSecondsLeft());
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () -> directory().greylist(request.setDelaySeconds(0).build()));
        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    }

    private EventTotal count(EventCount.Builder count) {
        return directory()
                .countEvents(CountEventsRequest.newBuilder().addCounts(count).build())
                .getTotals(0);
    }
}
