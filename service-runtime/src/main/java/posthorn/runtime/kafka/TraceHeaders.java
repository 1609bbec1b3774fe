package posthorn.runtime.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import posthorn.runtime.tracing.TraceContext;

/** The trace that a record belongs to, in its header {@code traceparent}. */
public final class TraceHeaders {

    private TraceHeaders() {}

    /** Says it, where there is a trace. */
    public static void put(Headers headers, TraceContext context) {
        if (context.exists()) {
            headers.add(
                    TraceContext.FIELD, context.traceparent().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** What a record says; {@link TraceContext#NONE}: nothing that can be understood. */
    public static TraceContext of(Headers headers) {
        Header header = headers.lastHeader(TraceContext.FIELD);
        return header == null || header.value() == null
                ? TraceContext.NONE
                : TraceContext.parse(new String(header.value(), StandardCharsets.US_ASCII));
    }
}
