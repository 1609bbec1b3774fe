package posthorn.mailbox.memory;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.mailbox.accountcache.BodyStore;

/** A store of bodies that counts how often it is read, and answers when the test lets it. */
public final class SlowBodies {

    private final AtomicInteger reads = new AtomicInteger();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    /** Lets no read end from now on. */
    public void close() {
        gate = new CompletableFuture<>();
    }

    /** Lets all reads end. */
    public void open() {
        gate.complete(null);
    }

    /** Reads of messages so far. */
    public int reads() {
        return reads.get();
    }

    /** The store, seen so. */
    public BodyStore over(BodyStore store) {
        return new Gated(store);
    }

    private CompletionStage<Void> begin() {
        reads.incrementAndGet();
        return gate.copy();
    }

    private final class Gated implements BodyStore {
        private final BodyStore store;

        Gated(BodyStore store) {
            this.store = store;
        }

        @Override
        public CompletionStage<Void> write(String account, String name, List<ByteBuffer> content) {
            return store.write(account, name, content);
        }

        @Override
        public CompletionStage<List<String>> names(
                String account, long from, long through, String after, int limit) {
            return store.names(account, from, through, after, limit);
        }

        @Override
        public CompletionStage<Void> delete(String account, List<String> names) {
            return store.delete(account, names);
        }

        @Override
        public Multi<ByteBuffer> read(String account, String name, long offset, long length) {
            return Uni.createFrom()
                    .completionStage(SlowBodies.this::begin)
                    .onItem()
                    .transformToMulti(now -> store.read(account, name, offset, length));
        }

        @Override
        public CompletionStage<Map<String, ByteBuffer>> small(
                String account, Collection<String> names) {
            return begin().thenCompose(now -> store.small(account, names));
        }

        @Override
        public CompletionStage<Map<String, ByteBuffer>> headers(
                String account, Collection<String> names) {
            return begin().thenCompose(now -> store.headers(account, names));
        }
    }
}
