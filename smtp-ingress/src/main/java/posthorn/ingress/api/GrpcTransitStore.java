package posthorn.ingress.api;

import io.grpc.Channel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import posthorn.ingress.CheckedSettings;
import posthorn.ingress.session.TransitStore;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.TransitHeader;
import posthorn.protocol.wire.TransitPart;
import posthorn.runtime.api.MailboxApi;

/** The transit bodies of {@code mailbox-api}. */
@Singleton
public final class GrpcTransitStore implements TransitStore {
    private final Function<String, Channel> pods;
    private final Duration timeout;
    private final AtomicInteger uploads = new AtomicInteger();

    @Inject
    GrpcTransitStore(MailboxApi api, CheckedSettings settings) {
        this(api::streams, settings.get().bodyTimeout());
    }

    GrpcTransitStore(Function<String, Channel> pods, Duration timeout) {
        this.pods = pods;
        this.timeout = timeout;
    }

    @Override
    public int uploads() {
        return uploads.get();
    }

    @Override
    public TransitBody open(String messageId, String clientAddress) {
        uploads.incrementAndGet();
        TransitUpload upload = new TransitUpload(timeout, uploads::decrementAndGet);
        DeliveryGrpc.newStub(pods.apply(messageId)).putTransit(upload);
        upload.send(
                TransitPart.newBuilder()
                        .setHeader(
                                TransitHeader.newBuilder()
                                        .setMessageId(messageId)
                                        .setClientAddress(clientAddress))
                        .build());
        return upload;
    }
}
