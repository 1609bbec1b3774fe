package posthorn.mailbox.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import posthorn.mailbox.account.Entry;
import posthorn.runtime.trace.NoSpan;
import posthorn.runtime.trace.Span;
import posthorn.runtime.trace.SpanKind;
import posthorn.runtime.trace.TraceContext;
import posthorn.runtime.trace.Tracing;

/**
 * Which spans the commands of deliveries belong to, from their arrival until their entries have
 * been told to everybody. Only traces that are recorded stand here, no longer than a minute, and
 * the newest of them when they are too many. Safe for all threads; no call waits.
 */
public final class EntryTraces {

    private static final int MOST = 20_000;
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** Of those who trace nothing. */
    public static final EntryTraces OFF = new EntryTraces(Tracing.OFF);

    private final Tracing tracing;
    private final Cache<String, TraceContext> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    /** Remembers nothing yet. */
    public EntryTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Whether anything is traced. */
    public boolean on() {
        return tracing.on();
    }

    /**
     * A command of a delivery came.
     *
     * @param key of the command, unique in the account
     * @param span that it belongs to
     */
    public void arrived(String account, String key, TraceContext span) {
        if (span.sampled()) {
            known.put(account + '/' + key, span);
        }
    }

    /** The body with this id belongs to the command with this key. */
    public void body(String account, String key, String body) {
        if (on()) {
            TraceContext span = known.getIfPresent(account + '/' + key);
            if (span != null) {
                known.put(account + '/' + body, span);
            }
        }
    }

    /** Another pod appended entry n. */
    public void noticed(String account, long n, TraceContext span) {
        arrived(account, "#" + n, span);
    }

    /** The span of the first delivery in an entry that is part of a trace. */
    public TraceContext of(Entry entry) {
        if (!on()) {
            return TraceContext.NONE;
        }
        for (String key : entry.keys()) {
            TraceContext span = known.getIfPresent(entry.account() + '/' + key);
            if (span != null) {
                return span;
            }
        }
        return of(entry.account(), "#" + entry.n());
    }

    /** The span of a body that is written, by its id. */
    TraceContext of(String account, String id) {
        TraceContext span = known.getIfPresent(account + '/' + id);
        return span == null ? TraceContext.NONE : span;
    }

    /** Begins the span of something that is asked of the store; none without a parent. */
    Span store(String operation, String collection, TraceContext parent) {
        if (!parent.exists()) {
            return NoSpan.ONLY;
        }
        Span span = tracing.begin(operation + " " + collection, SpanKind.CLIENT, parent);
        span.set("db.system.name", "mongodb");
        span.set("db.operation.name", operation);
        span.set("db.collection.name", collection);
        return span;
    }

    /** Begins the span of a record that is put on a topic; none without a parent. */
    public Span send(String topic, TraceContext parent) {
        if (!parent.exists()) {
            return NoSpan.ONLY;
        }
        Span span = tracing.begin("send " + topic, SpanKind.PRODUCER, parent);
        span.set("messaging.system", "kafka");
        span.set("messaging.destination.name", topic);
        span.set("messaging.operation.type", "send");
        return span;
    }
}
