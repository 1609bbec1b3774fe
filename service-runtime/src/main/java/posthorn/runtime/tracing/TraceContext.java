package posthorn.runtime.tracing;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a span stands in its trace, as the field {@code traceparent} has it (W3C Trace Context
 * §3.2). Immutable.
 *
 * @param traceparent version 00; empty: there is no trace
 */
public record TraceContext(String traceparent) {

    /** Name of the field in headers of Kafka records and in gRPC metadata. */
    public static final String FIELD = "traceparent";

    /** No trace. */
    public static final TraceContext NONE = new TraceContext("");

    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;

    /**
     * What a field says.
     *
     * @param field null, empty or not in the form of version 00: {@link #NONE}
     */
    public static TraceContext parse(@Nullable String field) {
        return field == null || field.length() != FLAGS + 2 || !FORM.matcher(field).matches()
                ? NONE
                : new TraceContext(field);
    }

    /** Whether there is a trace, recorded or not. */
    public boolean exists() {
        return !traceparent.isEmpty();
    }

    /** Whether the trace is recorded (the flag "sampled"). */
    public boolean sampled() {
        return exists() && (Character.digit(traceparent.charAt(FLAGS + 1), 16) & 1) == 1;
    }

    /** 32 hexadecimal digits; empty: there is no trace. */
    public String traceId() {
        return exists() ? traceparent.substring(TRACE_ID, SPAN_ID - 1) : "";
    }

    /** 16 hexadecimal digits; empty: there is no trace. */
    public String spanId() {
        return exists() ? traceparent.substring(SPAN_ID, FLAGS - 1) : "";
    }
}
