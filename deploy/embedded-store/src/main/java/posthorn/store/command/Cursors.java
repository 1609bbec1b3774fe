package posthorn.store.command;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.CommandFailure;

/**
 * The open cursors. A cursor that nobody has asked for ten minutes is closed, as MongoDB does it;
 * their number is bounded. Thread-safe.
 */
final class Cursors {
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final class Cursor {
        final String namespace;
        final Results results;
        volatile long used = System.nanoTime();

        Cursor(String namespace, Results results) {
            this.namespace = namespace;
            this.results = results;
        }
    }

    private final Map<Long, Cursor> open = new ConcurrentHashMap<>();
    private final int limit;

    Cursors(int limit) {
        this.limit = limit;
    }

    int size() {
        return open.size();
    }

    /** Keeps the results for later and gives the id of their cursor. */
    long open(String namespace, Results results) {
        closeIdle();
        if (open.size() >= limit) {
            throw new CommandFailure(
                    146, "ExceededMemoryLimit", "more than " + limit + " cursors are open");
        }
        Cursor cursor = new Cursor(namespace, results);
        while (true) {
            long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
            if (open.putIfAbsent(id, cursor) == null) {
                return id;
            }
        }
    }

    private void closeIdle() {
        long now = System.nanoTime();
        for (Iterator<Cursor> all = open.values().iterator(); all.hasNext(); ) {
            if (now - all.next().used > IDLE_NANOS) {
                all.remove();
            }
        }
    }

    BsonDocument getMore(Request request) {
        request.allow("collection", "batchSize");
        long id = request.number(request.name(), 0);
        Cursor cursor = open.get(id);
        String namespace = request.database() + "." + request.string("collection");
        if (cursor == null || !cursor.namespace.equals(namespace)) {
            throw new CommandFailure(43, "CursorNotFound", "cursor id " + id + " not found");
        }
        cursor.used = System.nanoTime();
        long size = request.number("batchSize", 0);
        List<BsonDocument> batch;
        boolean finished;
        synchronized (cursor) {
            batch = cursor.results.next(size == 0 ? Long.MAX_VALUE : size, request.deadline());
            finished = cursor.results.isFinished();
        }
        if (finished) {
            open.remove(id);
        }
        return Answers.nextBatch(namespace, finished ? 0 : id, batch);
    }

    BsonDocument kill(Request request) {
        request.allow("cursors");
        BsonArray killed = new BsonArray();
        BsonArray unknown = new BsonArray();
        @Nullable BsonValue cursors = request.body().get("cursors");
        if (cursors == null || !cursors.isArray()) {
            throw CommandFailure.failedToParse("killCursors needs cursors");
        }
        for (BsonValue id : cursors.asArray()) {
            Cursor cursor = open.remove(id.asNumber().longValue());
            (cursor == null ? unknown : killed).add(new BsonInt64(id.asNumber().longValue()));
        }
        return Answers.ok(
                new BsonDocument("cursorsKilled", killed)
                        .append("cursorsNotFound", unknown)
                        .append("cursorsAlive", new BsonArray())
                        .append("cursorsUnknown", new BsonArray()));
    }
}
