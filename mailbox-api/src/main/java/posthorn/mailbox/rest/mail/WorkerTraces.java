package posthorn.mailbox.rest.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.content.TraceView;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.worker.WorkerAnswer;
import posthorn.mailbox.worker.WorkerAway;
import posthorn.mailbox.worker.WorkerClient;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.smtp.AddressKey;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** Traces as delivery-worker has them, for somebody who has to do with a message. */
@Singleton
public final class WorkerTraces {

    private static final Logger LOG = Logger.getLogger(WorkerTraces.class);
    private static final int LONGEST_ID = 1_000;
    private static final int NOT_FOUND = 404;

    private final WorkerClient worker;
    private final ObjectMapper json;

    @Inject
    WorkerTraces(WorkerClient worker, ObjectMapper json) {
        this.worker = worker;
        this.json = json;
    }

    /** What the worker answers. */
    record Trace(@Nullable List<TraceView.@Nullable Event> events) {}

    /**
     * Where a message is.
     *
     * @param id of the message, or its Message-ID field with or without brackets
     * @return empty: nothing is known of it, or nothing that is for them
     */
    Uni<Optional<TraceView>> find(AddressEntry.Account account, String id, Language language) {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            return Uni.createFrom().item(Optional.empty());
        }
        return worker.get("traces/" + WorkerClient.segment(id), Map.of())
                .map(answer -> newest(events(answer), account, id, language))
                .onFailure(WorkerAway.class)
                .transform(failure -> {
                    LOG.warn("delivery-worker cannot be asked", failure);
                    return Problem.of(
                                    ProblemCode.WORKER_AWAY,
                                    "Where mail is cannot be said at the moment.",
                                    "Try again in a while.")
                            .exception();
                });
    }

    private List<TraceView.Event> events(WorkerAnswer answer) {
        if (answer.status() == NOT_FOUND) {
            return List.of();
        }
        try {
            Trace trace = json.readValue(answer.body().getBytes(), Trace.class);
            return trace.events() == null
                    ? List.of()
                    : trace.events().stream().filter(Objects::nonNull).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("delivery-worker answers what is no trace", e);
        }
    }

    /** Several messages may have one Message-ID: the newest of those that are for them. */
    private static Optional<TraceView> newest(
            List<TraceView.Event> events,
            AddressEntry.Account account,
            String id,
            Language language) {
        Map<String, List<TraceView.Event>> messages = new LinkedHashMap<>();
        for (TraceView.Event event : events) {
            messages.computeIfAbsent(
                            Objects.requireNonNullElse(event.messageId(), ""),
                            _ -> new ArrayList<>())
                    .add(event);
        }
        return messages.values().stream()
                .map(each ->
                        TraceView.of(
                                id,
                                each,
                                account.account(),
                                address -> isOf(account, address),
                                language))
                .flatMap(Optional::stream)
                .max(
                        Comparator.comparing(
                                view -> Objects.requireNonNullElse(view.time(), Instant.EPOCH)));
    }

    private static boolean isOf(AddressEntry.Account account, String address) {
        return AddressKey.parse(address)
                .filter(key -> key.toString().equals(account.address()))
                .isPresent();
    }
}
