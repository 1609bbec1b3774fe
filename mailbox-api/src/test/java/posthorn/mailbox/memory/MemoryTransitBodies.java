package posthorn.mailbox.memory;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.intake.TransitBodies;

/** Transit bodies in memory, in chunks of {@value #STEP} octets. */
public final class MemoryTransitBodies implements TransitBodies {

    private static final int STEP = 256 * 1024;

    private record Body(Stored stored, ByteArrayOutputStream octets) {}

    private final Map<Name, Body> bodies = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** Bodies stored at the times of this clock. */
    public MemoryTransitBodies(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Writer writer(Name name) {
        return new Writer() {
            private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

            @Override
            public Uni<Void> write(ByteBuffer octets) {
                byte[] copy = new byte[octets.remaining()];
                octets.duplicate().get(copy);
                kept.writeBytes(copy);
                if (kept.size() >= STEP) {
                    byte[] all = kept.toByteArray();
                    int full = all.length - all.length % STEP;
                    body(name).octets().write(all, 0, full);
                    kept.reset();
                    kept.write(all, full, all.length - full);
                }
                return Uni.createFrom().voidItem();
            }

            @Override
            public int kept() {
                return kept.size();
            }

            @Override
            public Uni<Void> finish() {
                body(name).octets().writeBytes(kept.toByteArray());
                kept.reset();
                return Uni.createFrom().voidItem();
            }
        };
    }

    private Body body(Name name) {
        return bodies.computeIfAbsent(
                name, _ -> new Body(new Stored(name, clock.millis()), new ByteArrayOutputStream()));
    }

    /** How many there are. */
    public int count() {
        return bodies.size();
    }

    @Override
    public Multi<ByteBuffer> get(Name name, long offset, long length) {
        Body body = bodies.get(name);
        if (body == null) {
            return Multi.createFrom().failure(new NoSuchElementException(name.toString()));
        }
        byte[] octets = body.octets().toByteArray();
        int from = (int) Math.min(offset, octets.length);
        long most = length == 0 ? Long.MAX_VALUE : length;
        int count = (int) Math.min(octets.length - from, most);
        return count == 0
                ? Multi.createFrom().empty()
                : Multi.createFrom().item(ByteBuffer.wrap(octets, from, count).slice());
    }

    @Override
    public Uni<Long> size(Name name) {
        return Uni.createFrom()
                .item(() -> {
                    Body body = bodies.get(name);
                    if (body == null) {
                        throw new NoSuchElementException(name.toString());
                    }
                    return (long) body.octets().size();
                });
    }

    @Override
    public Uni<Void> drop(Name name) {
        bodies.remove(name);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<List<Stored>> list(long before, @Nullable Stored after, int limit) {
        Comparator<Stored> order =
                Comparator.comparingLong(Stored::stored)
                        .thenComparing(stored -> stored.name().toString());
        List<Stored> found = new ArrayList<>();
        bodies.values().forEach(body -> found.add(body.stored()));
        found.removeIf(stored -> stored.stored() >= before);
        found.removeIf(stored -> after != null && order.compare(stored, after) <= 0);
        found.sort(order);
        return Uni.createFrom().item(found.subList(0, Math.min(limit, found.size())));
    }
}
