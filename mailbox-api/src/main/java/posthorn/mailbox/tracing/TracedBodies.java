package posthorn.mailbox.tracing;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.accountcache.BodyStore;
import posthorn.runtime.tracing.Span;

/**
 * A store whose writes are spans of the deliveries that they are for.
 *
 * @param bodies that is asked
 */
public record TracedBodies(BodyStore bodies, EntryTraces traces) implements BodyStore {

    private static final String COLLECTION = "bodies";

    @Override
    public CompletionStage<Void> write(String account, String name, List<ByteBuffer> content) {
        Span span = traces.store("insert", COLLECTION, traces.ofBody(account, name));
        return bodies.write(account, name, content)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        span.failed(failure.getClass().getSimpleName());
                    }
                    span.end();
                });
    }

    @Override
    public CompletionStage<List<String>> names(
            String account, long from, long through, String after, int limit) {
        return bodies.names(account, from, through, after, limit);
    }

    @Override
    public CompletionStage<Void> delete(String account, List<String> names) {
        return bodies.delete(account, names);
    }

    @Override
    public Multi<ByteBuffer> read(String account, String name, long offset, long length) {
        return bodies.read(account, name, offset, length);
    }

    @Override
    public CompletionStage<Map<String, ByteBuffer>> small(
            String account, Collection<String> names) {
        return bodies.small(account, names);
    }

    @Override
    public CompletionStage<Map<String, ByteBuffer>> headers(
            String account, Collection<String> names) {
        return bodies.headers(account, names);
    }
}
