package posthorn.runtime.opentelemetry;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import posthorn.runtime.trace.NoSpan;
import posthorn.runtime.trace.Span;
import posthorn.runtime.trace.SpanKind;
import posthorn.runtime.trace.TraceContext;
import posthorn.runtime.trace.Tracing;

/**
 * The spans of one service.
 *
 * @param tracer that records them
 */
record ServiceTracing(Tracer tracer) implements Tracing {

    @Override
    public boolean on() {
        return true;
    }

    @Override
    public Span begin(String name, SpanKind kind, TraceContext parent) {
        Context from =
                parent.exists()
                        ? Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote(parent)))
                        : Context.root();
        return span(tracer.spanBuilder(name).setParent(from), kind);
    }

    @Override
    public Span link(String name, SpanKind kind, TraceContext cause) {
        return cause.sampled()
                ? span(tracer.spanBuilder(name).setNoParent().addLink(remote(cause)), kind)
                : NoSpan.ONLY;
    }

    private Span span(SpanBuilder builder, SpanKind kind) {
        return new RecordedSpan(tracer, builder.setSpanKind(RecordedSpan.kind(kind)).startSpan());
    }

    private static SpanContext remote(TraceContext context) {
        return SpanContext.createFromRemoteParent(
                context.traceId(),
                context.spanId(),
                context.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
