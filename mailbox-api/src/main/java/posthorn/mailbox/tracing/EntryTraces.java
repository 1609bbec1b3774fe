package posthorn.mailbox.tracing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import posthorn.mailbox.account.Entry;
import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/**
 * Which spans the commands of deliveries belong to, from their arrival until their entries have
 * been told to everybody, and their bodies until they have been read. Only traces that are recorded
 * stand here, the commands no longer than a minute and the bodies no longer than an hour, and the
 * newest of them when they are too many. Safe for all threads; no call waits.
 *
 * <p>Why it is remembered here, and not stored with the message: a trace shows how a message came
 * to its reader, which takes moments, and whoever keeps traces keeps them for days; a mailbox is
 * kept for years, in entries, checkpoints and backups. The pod that has stored a message is the one
 * that calls for its account go to.
 */
public final class EntryTraces {

    private static final int MOST = 20_000;
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final Duration KEPT_FOR_READERS = Duration.ofHours(1);

    /** Of those who trace nothing. */
    public static final EntryTraces OFF = new EntryTraces(Tracing.OFF);

    private final Tracing tracing;
    private final Cache<String, TraceContext> commands =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();
    private final Cache<String, TraceContext> bodies =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT_FOR_READERS).build();

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
            commands.put(account + '/' + key, span);
        }
    }

    /** The body with this id belongs to the command with this key. */
    public void body(String account, String key, String body) {
        if (on()) {
            TraceContext span = commands.getIfPresent(account + '/' + key);
            if (span != null) {
                bodies.put(account + '/' + body, span);
            }
        }
    }

    /**
     * The span of the delivery that a body was stored for.
     *
     * @param name in the store: the id, a dot and more
     */
    public TraceContext ofBody(String account, String name) {
        int dot = name.lastIndexOf('.');
        return on() && dot > 0 ? known(bodies, account, name.substring(0, dot)) : TraceContext.NONE;
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
            TraceContext span = known(commands, entry.account(), key);
            if (span.exists()) {
                return span;
            }
        }
        return known(commands, entry.account(), "#" + entry.n());
    }

    private static TraceContext known(
            Cache<String, TraceContext> where, String account, String key) {
        TraceContext span = where.getIfPresent(account + '/' + key);
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
