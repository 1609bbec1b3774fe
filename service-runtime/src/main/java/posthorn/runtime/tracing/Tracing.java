package posthorn.runtime.tracing;

import java.time.Duration;

/** Begins the spans of one service. Safe for all threads; no call waits or throws. */
public interface Tracing {

    /** Begins none. */
    Tracing OFF =
            new Tracing() {
                @Override
                public boolean on() {
                    return false;
                }

                @Override
                public Span begin(String name, SpanKind kind, TraceContext parent) {
                    return NoSpan.ONLY;
                }

                @Override
                public Span begun(
                        String name, SpanKind kind, TraceContext parent, Duration before) {
                    return NoSpan.ONLY;
                }
            };

    /** Whether spans are recorded at all; nobody needs to ask but to save work. */
    boolean on();

    /**
     * Begins a span.
     *
     * @param name of few, such as {@code process mail.accepted}
     * @param parent that decides whether it is recorded; where there is none a new trace begins,
     *     and the setting {@code posthorn.tracing.ratio} decides
     */
    Span begin(String name, SpanKind kind, TraceContext parent);

    /**
     * A span of work that has begun already: which trace it is part of is known only now.
     *
     * @param parent where there is none, or one that is not recorded, there is no span
     * @param before how long ago it began
     */
    Span begun(String name, SpanKind kind, TraceContext parent, Duration before);
}
