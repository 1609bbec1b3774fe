package posthorn.mailbox.rest.mail;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.browse.AccountEvents;
import posthorn.mailbox.browse.AccountEvents.Line;
import posthorn.mailbox.browse.MailEvent;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** What happens to an account, as it happens (server-sent events, WHATWG HTML §9.2). */
@Path("/v1/accounts/{address}/events")
@Tag(name = "Mail")
@Singleton
public final class EventsResource {

    /** Milliseconds after which a browser comes back. */
    private static final long COMES_BACK_AFTER = 2_000;

    private static final Duration ASKED_WITHIN = Duration.ofSeconds(20);

    private final MailboxAccess mailboxes;
    private final AccountEvents events;

    @Inject
    EventsResource(MailboxAccess mailboxes, AccountEvents events) {
        this.mailboxes = mailboxes;
        this.events = events;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Hear of new mail, flags, deletions and mailboxes",
            description =
                    "Events: ready, messages, flags, expunged, mailboxes, resume (read all anew). With"
                            + " Last-Event-ID it goes on behind that event.")
    public Multi<OutboundSseEvent> watch(
            @PathParam("address") String address,
            @HeaderParam("Last-Event-ID") @Nullable String lastEvent,
            @Context Sse sse) {
        OptionalLong after = after(lastEvent);
        // Whoever may not listen is told so in place of a stream: so it is asked before there is
        // one.
        AddressEntry.Account account = mailboxes.account(address).await().atMost(ASKED_WITHIN);
        return MailProblems.told(events.of(account.account(), after).map(line -> line(sse, line)));
    }

    private static OptionalLong after(@Nullable String lastEvent) {
        try {
            return lastEvent == null || lastEvent.isBlank()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(0, Long.parseLong(lastEvent.strip())));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    private static OutboundSseEvent line(Sse sse, Line line) {
        return switch (line) {
            case Line.Event(MailEvent event, OptionalLong after) -> {
                OutboundSseEvent.Builder built =
                        sse.newEventBuilder()
                                .name(event.name())
                                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                                .data(event.getClass(), event);
                after.ifPresent(n -> built.id(Long.toString(n)));
                if (event instanceof MailEvent.Ready) {
                    built.reconnectDelay(COMES_BACK_AFTER);
                }
                yield built.build();
            }
            case Line.Heartbeat() -> sse.newEventBuilder().comment("still there").build();
            case Line.End() -> throw new IllegalStateException("the stream is over");
        };
    }
}
