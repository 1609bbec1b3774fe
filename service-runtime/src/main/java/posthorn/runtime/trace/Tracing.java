package posthorn.runtime.trace;

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
                public Span link(String name, SpanKind kind, TraceContext cause) {
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
     * Begins a trace of its own that names what has caused it; recorded when that is.
     *
     * @param cause where there is none, or one that is not recorded, nothing begins
     */
    Span link(String name, SpanKind kind, TraceContext cause);
}
