package posthorn.runtime.kafka;

import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/** Spans of records, as the semantic conventions for messaging want them. */
public final class AcceptedSpans {

    private AcceptedSpans() {}

    /** A record of {@code mail.accepted} is sent, inside a span. */
    public static Span send(Span around, String messageId, long octets) {
        Span span = around.child("send " + Topics.ACCEPTED, SpanKind.PRODUCER);
        describe(span, "send", messageId, octets);
        return span;
    }

    /** The same for what is part of the trace of another message. */
    public static Span send(Tracing tracing, TraceContext cause, String messageId, long octets) {
        if (!cause.exists()) {
            return NoSpan.ONLY;
        }
        Span span = tracing.begin("send " + Topics.ACCEPTED, SpanKind.PRODUCER, cause);
        describe(span, "send", messageId, octets);
        return span;
    }

    /** A record of {@code mail.accepted} is worked on. */
    public static Span process(Tracing tracing, TraceContext sent, String messageId, long octets) {
        Span span = tracing.begin("process " + Topics.ACCEPTED, SpanKind.CONSUMER, sent);
        describe(span, "process", messageId, octets);
        return span;
    }

    private static void describe(Span span, String type, String messageId, long octets) {
        span.set("messaging.system", "kafka");
        span.set("messaging.destination.name", Topics.ACCEPTED);
        span.set("messaging.operation.type", type);
        span.set("messaging.message.body.size", octets);
        span.set("posthorn.message.id", messageId);
    }
}
