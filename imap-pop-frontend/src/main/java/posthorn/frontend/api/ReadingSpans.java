package posthorn.frontend.api;

import java.time.Duration;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/**
 * Spans of messages that a client reads, in the trace of the message. Which one that is comes with
 * its first octets: who reads does not know it before, and most messages have none.
 *
 * @param protocol of the client
 */
record ReadingSpans(Tracing tracing, String protocol) {

    /**
     * A message is read.
     *
     * @param traceparent that came with its octets; empty: it has no trace
     * @param askedNanos when they were asked for ({@link System#nanoTime})
     */
    Span begin(String traceparent, long askedNanos) {
        Span span =
                tracing.begun(
                        "read message",
                        SpanKind.SERVER,
                        TraceContext.parse(traceparent),
                        Duration.ofNanos(System.nanoTime() - askedNanos));
        span.set("network.protocol.name", protocol);
        return span;
    }

    /**
     * It was read, as far as the client wanted.
     *
     * @param octets that it was given
     */
    static void end(Span span, long octets) {
        span.set("posthorn.read.octets", octets);
        span.end();
    }
}
