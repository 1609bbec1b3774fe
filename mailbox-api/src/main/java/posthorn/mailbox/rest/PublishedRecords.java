package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.zone.ZoneRecord;
import posthorn.probe.RecordKind;
import posthorn.probe.RecordState;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.runtime.dns.DnsClient;
import posthorn.runtime.dns.DnsClients;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.settings.PosthornSettings;

/** Looks up how the records of a domain stand in DNS: now, and not as some answer said before. */
@Singleton
public final class PublishedRecords {

    private static final Duration WITHIN = Duration.ofSeconds(5);

    /** Domains that are looked at at once. */
    private static final int AT_ONCE = 4;

    private final DnsClient dns;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    @Inject
    PublishedRecords(PosthornSettings settings) {
        this.dns = DnsClients.client(settings.dns().servers().orElse(List.of()), 0, WITHIN);
    }

    void stop(@Observes ShutdownEvent event) {
        waiting.shutdownNow();
    }

    /**
     * A record and how it stands.
     *
     * @param zone its line in a zone file
     * @param why what it is for
     * @param needed whether mail to or from the domain suffers without it
     * @param state {@code published}, {@code missing}, {@code different}, {@code several} or {@code
     *     unknown}
     * @param found what is there in its place
     * @param detail why nobody knows; null: it is known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecordView(
            String name,
            String type,
            String data,
            String zone,
            String why,
            boolean needed,
            String state,
            List<String> found,
            @Nullable String detail) {}

    /** Each record with its state; too many domains at once are refused. */
    Uni<List<RecordView>> look(List<ZoneRecord> records) {
        if (!room.tryAcquire()) {
            throw Problem.of(
                            ProblemCode.BUSY,
                            "The records of too many domains are being looked up.",
                            "Try again in a few seconds.")
                    .exception();
        }
        List<Uni<RecordView>> looks =
                records.stream()
                        .map(record ->
                                Uni.createFrom()
                                        .item(() -> look(record))
                                        .runSubscriptionOn(waiting))
                        .toList();
        return Uni.join()
                .all(looks)
                .andCollectFailures()
                .onTermination()
                .invoke(() -> room.release());
    }

    private RecordView look(ZoneRecord record) {
        String type = record.type().name();
        return switch (dns.data(record.name(), type)) {
            case DnsAnswer.Found<String>(List<String> found, boolean authentic) ->
                    view(record, found);
            case DnsAnswer.Absent<String> absent -> view(record, List.of());
            case DnsAnswer.Unavailable<String>(String reason) ->
                    view(record, "unknown", List.of(), reason);
        };
    }

    private static RecordView view(ZoneRecord record, List<String> found) {
        return switch (RecordState.of(kind(record), record.type().name(), record.data(), found)) {
            case RecordState.Published() -> view(record, "published", List.of(), null);
            case RecordState.Missing() -> view(record, "missing", List.of(), null);
            case RecordState.Different(List<String> others) ->
                    view(record, "different", others, null);
            case RecordState.Several(List<String> all) -> view(record, "several", all, null);
        };
    }

    private static RecordKind kind(ZoneRecord record) {
        return RecordKind.of(record.name(), record.type().name(), record.data());
    }

    private static RecordView view(
            ZoneRecord record, String state, List<String> found, @Nullable String detail) {
        return new RecordView(
                record.name(),
                record.type().name(),
                record.data(),
                record.line(),
                record.why(),
                kind(record).isNeeded(),
                state,
                found,
                detail);
    }
}
