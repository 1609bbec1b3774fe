package posthorn.ingress.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import posthorn.ingress.CheckedSettings;
import posthorn.ingress.session.TransitBodies;
import posthorn.protocol.wire.DeliveryGrpc;
import posthorn.protocol.wire.TransitHeader;
import posthorn.protocol.wire.TransitPart;
import posthorn.runtime.api.MailboxApi;

/** The transit bodies of {@code mailbox-api}. */
@Singleton
public final class GrpcTransitBodies implements TransitBodies {
    private final MailboxApi api;
    private final CheckedSettings settings;

    @Inject
    GrpcTransitBodies(MailboxApi api, CheckedSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    @Override
    public TransitBody open(String messageId) {
        TransitUpload upload = new TransitUpload(settings.get().bodyTimeout());
        DeliveryGrpc.newStub(api.any(messageId)).putTransit(upload);
        upload.send(
                TransitPart.newBuilder()
                        .setHeader(TransitHeader.newBuilder().setMessageId(messageId))
                        .build());
        return upload;
    }
}
