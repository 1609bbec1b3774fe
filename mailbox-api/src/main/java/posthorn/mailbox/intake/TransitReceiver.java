package posthorn.mailbox.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.budget.ClientNetwork;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.budget.Permits;
import posthorn.protocol.wire.TransitHeader;
import posthorn.protocol.wire.TransitPart;

/**
 * One transit body that comes in. What has come is charged to the network of the client who sends
 * it until it is stored. When the caller leaves or something fails, nothing of it stays.
 */
public final class TransitReceiver {

    private final MessageIntake intake;
    private final WorkInHand work = new WorkInHand();
    private @Nullable Spool spool;
    private OctetBudget.@Nullable Held held;
    private Permits.@Nullable Permit permit;
    private volatile boolean stored;

    /** For one body. */
    public TransitReceiver(MessageIntake intake) {
        this.intake = intake;
    }

    /** Completes with the name when all of it is stored; to be called once. */
    public Uni<TransitBodies.Name> of(Multi<TransitPart> parts) {
        return parts.onItem()
                .transformToUniAndConcatenate(this::take)
                .collect()
                .last()
                .flatMap(all -> work.begin(finish()))
                .onTermination()
                .invoke(() -> work.whenOver(this::leave));
    }

    private Uni<Void> take(TransitPart part) {
        Spool open = spool;
        OctetBudget.Held room = held;
        if (open == null || room == null) {
            begin(part.getHeader());
            return Uni.createFrom().voidItem();
        }
        return room.add(part.getChunk().size())
                .flatMap(now -> work.begin(open.write(part.getChunk())));
    }

    private void begin(TransitHeader header) {
        TransitBodies.Name name = intake.transitName(header.getMessageId());
        String owner = ClientNetwork.of(header.getClientAddress());
        permit = intake.uploads().take(owner);
        OctetBudget.Held room = intake.uploadMemory().open(owner);
        held = room;
        spool = new Spool(intake.transit(), name, room);
    }

    private Uni<TransitBodies.Name> finish() {
        Spool open = spool;
        if (open == null) {
            throw new InvalidRequest("the first part has to be the header");
        }
        return open.finish()
                .map(all -> {
                    stored = true;
                    return open.name();
                });
    }

    private void leave() {
        if (spool != null && !stored) {
            spool.drop();
        }
        if (held != null) {
            held.close();
        }
        if (permit != null) {
            permit.close();
        }
    }
}
