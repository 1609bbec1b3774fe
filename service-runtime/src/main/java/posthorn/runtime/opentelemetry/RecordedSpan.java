package posthorn.runtime.opentelemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;

/**
 * A span of the SDK, recorded or not.
 *
 * @param tracer of its service
 */
record RecordedSpan(Tracer tracer, Span span) implements posthorn.runtime.tracing.Span {

    private static final int LONGEST_VALUE = 200;

    @Override
    public posthorn.runtime.tracing.Span child(String name, SpanKind kind) {
        return new RecordedSpan(
                tracer,
                tracer.spanBuilder(name)
                        .setSpanKind(kind(kind))
                        .setParent(Context.root().with(span))
                        .startSpan());
    }

    static io.opentelemetry.api.trace.SpanKind kind(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> io.opentelemetry.api.trace.SpanKind.INTERNAL;
            case SERVER -> io.opentelemetry.api.trace.SpanKind.SERVER;
            case CLIENT -> io.opentelemetry.api.trace.SpanKind.CLIENT;
            case PRODUCER -> io.opentelemetry.api.trace.SpanKind.PRODUCER;
            case CONSUMER -> io.opentelemetry.api.trace.SpanKind.CONSUMER;
        };
    }

    @Override
    public void set(String key, String value) {
        span.setAttribute(
                key, value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value);
    }

    @Override
    public void set(String key, long value) {
        span.setAttribute(key, value);
    }

    @Override
    public void failed(String type) {
        set("error.type", type);
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public TraceContext context() {
        SpanContext at = span.getSpanContext();
        return at.isValid()
                ? TraceContext.parse(
                        "00-"
                                + at.getTraceId()
                                + "-"
                                + at.getSpanId()
                                + "-"
                                + at.getTraceFlags().asHex())
                : TraceContext.NONE;
    }

    @Override
    public void end() {
        span.end();
    }
}
