package posthorn.delivery.tracing;

import java.util.Map;
import posthorn.delivery.policy.AttemptResult;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/** A span for an attempt, with what it came to. */
final class AttemptSpan {

    private AttemptSpan() {}

    static Span begin(Tracing tracing, String name, AcceptedMail mail, int recipients) {
        Span span = tracing.begin(name, SpanKind.CLIENT, TraceContext.parse(mail.getTraceparent()));
        span.set("posthorn.message.id", mail.getId());
        span.set("posthorn.message.recipients", recipients);
        return span;
    }

    /** A failure is one of the worst recipient. */
    static void end(Span span, Map<Integer, AttemptResult> results) {
        int worst = 0;
        String status = "";
        for (AttemptResult result : results.values()) {
            int weight = weight(result);
            if (weight > worst || status.isEmpty()) {
                worst = weight;
                status = result.status();
            }
        }
        span.set("posthorn.delivery.status", status);
        if (worst > 0) {
            span.failed(WORDS[worst]);
        }
        span.end();
    }

    private static final String[] WORDS = {"", "discarded", "deferred", "held", "failed"};

    private static int weight(AttemptResult result) {
        return switch (result) {
            case AttemptResult.Delivered _ -> 0;
            case AttemptResult.Discarded _ -> 1;
            case AttemptResult.Deferred _ -> 2;
            case AttemptResult.Held _ -> 3;
            case AttemptResult.Failed _ -> 4;
        };
    }
}
