package posthorn.delivery.tracing;

import java.util.Collection;
import java.util.Map;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.Tracing;

/**
 * Deliveries to mailboxes of ours, each in a span.
 *
 * @param delivery that makes them
 */
public record TracedDelivery(LocalDelivery delivery, Tracing tracing) implements LocalDelivery {

    @Override
    public Map<Integer, AttemptResult> deliver(
            AcceptedMail mail, QueuedBody body, Collection<Integer> ordinals) {
        if (!tracing.on()) {
            return delivery.deliver(mail, body, ordinals);
        }
        Span span = AttemptSpan.begin(tracing, "deliver", mail, ordinals.size());
        try {
            Map<Integer, AttemptResult> results =
                    span.call(() -> delivery.deliver(mail, body, ordinals));
            AttemptSpan.end(span, results);
            return results;
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass().getSimpleName());
            span.end();
            throw e;
        }
    }
}
