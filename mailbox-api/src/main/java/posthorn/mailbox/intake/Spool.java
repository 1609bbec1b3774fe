package posthorn.mailbox.intake;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.intake.TransitBodies.Name;

/** Octets on their way into a transit body: charged while they are in memory. */
final class Spool {

    private static final Logger LOG = Logger.getLogger(Spool.class);

    private final TransitBodies transit;
    private final Name name;
    private final OctetBudget.Held held;
    private final TransitBodies.Writer writer;

    /**
     * @param held what the octets are charged to before they come here; given back as they are
     *     stored
     */
    Spool(TransitBodies transit, Name name, OctetBudget.Held held) {
        this.transit = transit;
        this.name = name;
        this.held = held;
        this.writer = transit.writer(name);
    }

    Name name() {
        return name;
    }

    /** Takes the next octets, which are charged already. */
    Uni<Void> write(ByteString chunk) {
        int before = writer.kept();
        return writer.write(chunk.asReadOnlyByteBuffer())
                .invoke(() -> held.remove((long) before + chunk.size() - writer.kept()));
    }

    /** Completes when all of it is stored. */
    Uni<Void> finish() {
        int before = writer.kept();
        return writer.finish().invoke(() -> held.remove(before));
    }

    /** Removes what is stored of it; what cannot be removed now goes with the old ones. */
    void drop() {
        transit.drop(name)
                .subscribe()
                .with(
                        gone -> {},
                        failure -> LOG.debugf(failure, "transit body %s stays for now", name));
    }
}
