package posthorn.mailbox.grpc;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.accountcache.OctetBudget;
import posthorn.mailbox.intake.MessageIntake;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.AppendPart;

/** One message that a client appends: room for it is made before its first octet is asked for. */
final class AppendReceiver {

    private final MessageIntake intake;
    private @Nullable AppendHeader header;
    private OctetBudget.@Nullable Lease room;
    private ByteBuffer message = ByteBuffer.allocate(0);

    AppendReceiver(MessageIntake intake) {
        this.intake = intake;
    }

    /** Completes with the result; to be called once. */
    Uni<Result> of(Multi<AppendPart> parts) {
        return parts.onItem()
                .transformToUniAndConcatenate(this::take)
                .collect()
                .last()
                .flatMap(all -> intake.append(complete(), message.array()))
                .onTermination()
                .invoke(this::leave);
    }

    private Uni<Void> take(AppendPart part) {
        if (header == null) {
            header = part.getHeader();
            return intake.room(header)
                    .invoke(lease -> {
                        room = lease;
                        message = ByteBuffer.allocate((int) part.getHeader().getSize());
                    })
                    .replaceWithVoid();
        }
        if (part.getChunk().size() > message.remaining()) {
            throw new IllegalArgumentException("there is more than the header announced");
        }
        part.getChunk().copyTo(message);
        return Uni.createFrom().voidItem();
    }

    private AppendHeader complete() {
        if (header == null || message.hasRemaining()) {
            throw new IllegalArgumentException("there is less than the header announced");
        }
        return header;
    }

    private void leave() {
        if (room != null) {
            room.close();
        }
    }
}
