package posthorn.ingress.api;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import posthorn.ingress.CheckedSettings;
import posthorn.ingress.session.TransitStore;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.Dropped;
import posthorn.protocol.wire.TransitHeader;
import posthorn.protocol.wire.TransitName;
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
    public InputStream read(String name, long size) {
        return new TransitDownload(() -> pods.apply(name), timeout, name, size);
    }

    /** Nobody waits for the answer: what is not dropped now goes by its age. */
    @Override
    public void drop(String name) {
        DeliveryGrpc.newStub(pods.apply(name))
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .dropTransit(TransitName.newBuilder().setName(name).build(), new Unheard());
    }

    /** Listens to no answer. */
    private static final class Unheard implements StreamObserver<Dropped> {
        @Override
        public void onNext(Dropped dropped) {
            // It is gone.
        }

        @Override
        public void onError(Throwable failure) {
            // It goes by its age.
        }

        @Override
        public void onCompleted() {
            // It is gone.
        }
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
