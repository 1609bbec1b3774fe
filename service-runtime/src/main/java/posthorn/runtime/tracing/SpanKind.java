package posthorn.runtime.tracing;

/** What a span is to its parent (OpenTelemetry, "SpanKind"). */
public enum SpanKind {
    /** Work in this process. */
    INTERNAL,
    /** A request of somebody else is answered. */
    SERVER,
    /** Somebody else is asked. */
    CLIENT,
    /** A record is put on a topic. */
    PRODUCER,
    /** A record of a topic is worked on. */
    CONSUMER
}
