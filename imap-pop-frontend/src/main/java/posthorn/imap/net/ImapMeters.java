package posthorn.imap.net;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import posthorn.imap.session.ClientFamily;
import posthorn.imap.session.CompletionStatus;
import posthorn.imap.session.Verb;
import posthorn.runtime.metrics.CommandMeters;

/** What all IMAP connections are measured with. Safe for all threads. */
final class ImapMeters {
    private final CommandMeters<Verb, CompletionStatus> commands;
    private final Map<ClientFamily, AtomicInteger> clients = new EnumMap<>(ClientFamily.class);

    ImapMeters(MeterRegistry meters) {
        this.commands =
                new CommandMeters<>(
                        meters,
                        "imap",
                        Verb.class,
                        Verb::word,
                        CompletionStatus.class,
                        CompletionStatus::word);
        for (ClientFamily family : ClientFamily.values()) {
            AtomicInteger count = new AtomicInteger();
            clients.put(family, count);
            Gauge.builder("posthorn.imap.clients", count, AtomicInteger::get)
                    .description("IMAP connections by the mail program that they are of")
                    .tag("client", family.word())
                    .strongReference(true)
                    .register(meters);
        }
    }

    CommandMeters<Verb, CompletionStatus> commands() {
        return commands;
    }

    void enter(ClientFamily family) {
        count(family).incrementAndGet();
    }

    void leave(ClientFamily family) {
        count(family).decrementAndGet();
    }

    private AtomicInteger count(ClientFamily family) {
        return Objects.requireNonNull(clients.get(family));
    }
}
