package posthorn.delivery.tracing;

import java.util.Collection;
import java.util.Map;
import java.util.function.BooleanSupplier;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.Tracing;

/**
 * Attempts at other hosts, each in a span.
 *
 * @param relay that makes them
 */
public record TracedRelay(Relay relay, Tracing tracing) implements Relay {

    @Override
    public Map<Integer, AttemptResult> relay(
            AcceptedMail mail,
            QueuedBody body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd) {
        if (!tracing.on()) {
            return relay.relay(mail, body, key, ordinals, mayEnd);
        }
        Span span = AttemptSpan.begin(tracing, "relay", mail, ordinals.size());
        span.set("network.protocol.name", "smtp");
        span.set("posthorn.destination", key);
        try {
            Map<Integer, AttemptResult> results =
                    span.call(() -> relay.relay(mail, body, key, ordinals, mayEnd));
            results.values().stream()
                    .map(AttemptResult::host)
                    .filter(host -> !host.isEmpty())
                    .findFirst()
                    .ifPresent(host -> span.set("server.address", host));
            AttemptSpan.end(span, results);
            return results;
        } catch (RuntimeException | Error e) {
            span.failed(e.getClass().getSimpleName());
            span.end();
            throw e;
        }
    }
}
