package posthorn.runtime.opentelemetry;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.InstantSource;
import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/**
 * The spans of one service.
 *
 * @param tracer that records them
 */
record ServiceTracing(Tracer tracer, InstantSource clock) implements Tracing {

    @Override
    public boolean on() {
        return true;
    }

    @Override
    public Span begin(String name, SpanKind kind, TraceContext parent) {
        return new RecordedSpan(tracer, builder(name, kind, parent).startSpan());
    }

    @Override
    public Span begun(String name, SpanKind kind, TraceContext parent, Duration before) {
        return parent.sampled()
                ? new RecordedSpan(
                        tracer,
                        builder(name, kind, parent)
                                .setStartTimestamp(clock.instant().minus(before))
                                .startSpan())
                : NoSpan.ONLY;
    }

    private SpanBuilder builder(String name, SpanKind kind, TraceContext parent) {
        Context from =
                parent.exists()
                        ? Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote(parent)))
                        : Context.root();
        return tracer.spanBuilder(name).setParent(from).setSpanKind(RecordedSpan.kind(kind));
    }

    private static SpanContext remote(TraceContext context) {
        return SpanContext.createFromRemoteParent(
                context.traceId(),
                context.spanId(),
                context.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
