package posthorn.mailbox.mongo;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import posthorn.mailbox.accountcache.Transit;

/** Transit bodies in MongoDB: the name is message/body. */
public final class MongoTransit implements Transit {

    private final Chunks chunks;

    /**
     * @param insertsAtOnce shared inserts that may be under way
     * @param mostWaiting chunks that may wait for one
     */
    public MongoTransit(MailboxDatabase database, int insertsAtOnce, int mostWaiting) {
        this.chunks =
                new Chunks(
                        database.collection(Indexes.TRANSIT),
                        UnaryOperator.identity(),
                        insertsAtOnce,
                        mostWaiting);
    }

    @Override
    public Uni<Void> put(Supplier<Name> name, Multi<ByteBuffer> octets) {
        return chunks.write(
                () -> new Chunks.Owner(name.get().message(), name.get().body()), octets);
    }

    @Override
    public Multi<ByteBuffer> get(Name name) {
        return chunks.read(name.message(), name.body(), 0, 0);
    }

    @Override
    public Uni<Long> size(Name name) {
        return chunks.size(name.message(), name.body());
    }

    @Override
    public Uni<Void> drop(Name name) {
        return chunks.delete(name.message(), name.body());
    }
}
