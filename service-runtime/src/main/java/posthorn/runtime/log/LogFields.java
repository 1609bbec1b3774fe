package posthorn.runtime.log;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.TraceContext;

/**
 * What log lines are about, as fields of their own in JSON (and as {@code %X{message_id}} in a
 * pattern): bound for the time of a call, so that nothing stays behind on a thread that goes on to
 * other work. Inner fields stand before outer ones of the same name.
 */
public final class LogFields {

    /** Posthorn's id of the message, the one in the 250. */
    public static final String MESSAGE = "message_id";

    /** The connection of a client. */
    public static final String SESSION = "session_id";

    /** The account. */
    public static final String ACCOUNT = "account_id";

    /** The trace that the work is part of, and the span in it. */
    static final String TRACE = "trace_id";

    static final String SPAN = "span_id";

    private static final ScopedValue<LogFields> BOUND = ScopedValue.newInstance();
    private static final LogFields NONE = new LogFields("", "", null);

    private final String name;
    private final String value;
    private final @Nullable LogFields outer;

    private LogFields(String name, String value, @Nullable LogFields outer) {
        this.name = name;
        this.value = value;
        this.outer = outer;
    }

    /** One more field; an empty value adds none. */
    public static LogFields with(String name, String value) {
        LogFields around = BOUND.isBound() ? BOUND.get() : NONE;
        return around.and(name, value);
    }

    /** One more. */
    public LogFields and(String field, String content) {
        return content.isEmpty() ? this : new LogFields(field, LogText.clean(content), this);
    }

    /** The trace of a span, where its lines are not logged inside it. */
    public LogFields and(TraceContext trace) {
        return and(TRACE, trace.traceId()).and(SPAN, trace.spanId());
    }

    /** Logs, or works and logs, with these fields. */
    public void run(Runnable work) {
        ScopedValue.where(BOUND, this).run(work);
    }

    /** Names the fields of this thread, inner ones last. */
    static void forEach(BiConsumer<String, String> field) {
        TraceContext trace = Span.current().context();
        if (trace.exists()) {
            field.accept(TRACE, trace.traceId());
            field.accept(SPAN, trace.spanId());
        }
        if (BOUND.isBound()) {
            BOUND.get().tell(field);
        }
    }

    private void tell(BiConsumer<String, String> field) {
        if (outer != null) {
            outer.tell(field);
            field.accept(name, value);
        }
    }
}
