package posthorn.ingress.net;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Role;
import posthorn.runtime.metrics.Buckets;
import posthorn.runtime.metrics.EnumCounters;

/** What comes in: messages, recipients, octets. */
final class AcceptedMeters {
    private final EnumCounters<Role> messages;
    private final Counter local;
    private final Counter remote;
    private final DistributionSummary octets;

    AcceptedMeters(MeterRegistry meters) {
        this.messages =
                new EnumCounters<>(
                        meters,
                        Role.class,
                        () ->
                                Counter.builder("posthorn.mail.accepted")
                                        .description("Messages that were answered with 250"),
                        "listener",
                        Role::word);
        this.local = recipients(meters, "local");
        this.remote = recipients(meters, "remote");
        this.octets =
                Buckets.octets("posthorn.mail.size", "Octets of accepted messages")
                        .register(meters);
    }

    private static Counter recipients(MeterRegistry meters, String kind) {
        return Counter.builder("posthorn.mail.recipients")
                .description("Recipients of accepted messages, ours and those of other hosts")
                .tag("kind", kind)
                .register(meters);
    }

    void accepted(AcceptedMessage message) {
        messages.increment(message.role());
        octets.record((double) message.size());
        long ours = message.recipients().stream().filter(r -> r.account().isPresent()).count();
        local.increment((double) ours);
        remote.increment((double) (message.recipients().size() - ours));
    }
}
