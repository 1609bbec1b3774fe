package posthorn.mailbox.intake;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.intake.TransitBodies.Name;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.AppendPart;

/**
 * One message that a client appends. What has come is charged to the account, never what was
 * announced. A message that is not small goes to the transit bodies as it comes, so that a client
 * who is slow holds no memory: it is read back when all of it is there.
 */
public final class AppendReceiver {

    /** A larger message goes to the transit bodies while it comes. */
    private static final int IN_MEMORY = 256 * 1024;

    private final MessageIntake intake;
    private final WorkInHand work = new WorkInHand();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private @Nullable AppendHeader header;
    private @Nullable Spool spool;
    private OctetBudget.@Nullable Held held;
    private Permits.@Nullable Permit permit;
    private long received;
    private volatile boolean storing;

    /** For one message. */
    public AppendReceiver(MessageIntake intake) {
        this.intake = intake;
    }

    /** Completes with the result; to be called once. */
    public Uni<Result> of(Multi<AppendPart> parts) {
        return parts.onItem()
                .transformToUniAndConcatenate(this::take)
                .collect()
                .last()
                .flatMap(all -> work.begin(store(complete())))
                .onTermination()
                .invoke(() -> work.whenOver(this::leave));
    }

    private Uni<Void> take(AppendPart part) {
        AppendHeader known = header;
        OctetBudget.Held room = held;
        if (known == null || room == null) {
            begin(part.getHeader());
            return Uni.createFrom().voidItem();
        }
        ByteString chunk = part.getChunk();
        received += chunk.size();
        if (received > known.getSize()) {
            throw new InvalidRequest("there is more than the header announced");
        }
        Spool large = spool;
        return room.add(chunk.size())
                .flatMap(now -> large == null ? keep(chunk) : work.begin(large.write(chunk)));
    }

    private void begin(AppendHeader first) {
        intake.check(first);
        permit = intake.uploads().take(first.getAccount());
        OctetBudget.Held room = intake.uploadMemory().open(first.getAccount());
        held = room;
        header = first;
        if (first.getSize() > IN_MEMORY) {
            spool = new Spool(intake.transit(), intake.ownTransitName(), room);
        }
    }

    private Uni<Void> keep(ByteString chunk) {
        message.writeBytes(chunk.toByteArray());
        return Uni.createFrom().voidItem();
    }

    private AppendHeader complete() {
        AppendHeader known = header;
        if (known == null || received < known.getSize()) {
            throw new InvalidRequest("there is less than the header announced");
        }
        return known;
    }

    private Uni<Result> store(AppendHeader known) {
        Spool large = spool;
        OctetBudget.Held room = held;
        if (large == null && room != null) {
            storing = true;
            return intake.append(known, message.toByteArray(), room::close);
        }
        Name name = large == null ? intake.ownTransitName() : large.name();
        Uni<Void> whole = large == null ? Uni.createFrom().voidItem() : large.finish();
        return whole.flatMap(all -> intake.append(known, name));
    }

    private void leave() {
        if (spool != null) {
            spool.drop();
        }
        if (held != null && !storing) {
            held.close();
        }
        if (permit != null) {
            permit.close();
        }
    }
}
