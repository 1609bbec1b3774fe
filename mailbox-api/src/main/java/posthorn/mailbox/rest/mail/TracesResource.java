package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.browse.MessageListing;
import posthorn.mailbox.browse.MessageSummary;
import posthorn.mailbox.content.HeaderView.Person;
import posthorn.mailbox.content.TraceView;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.protocol.explanation.Language;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;

/** Where somebody's mail is, in words. */
@Path("/v1/accounts/{address}/traces")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class TracesResource {

    /** Each message of a page is asked for by itself. */
    private static final int MOST = 20;

    private final MailboxAccess mailboxes;
    private final MessageListing listing;
    private final WorkerTraces traces;

    @Inject
    TracesResource(MailboxAccess mailboxes, MessageListing listing, WorkerTraces traces) {
        this.mailboxes = mailboxes;
        this.listing = listing;
        this.traces = traces;
    }

    /**
     * A message that somebody has sent, as their Sent mailbox has it.
     *
     * @param id its Message-ID without brackets; empty: it has none, and no trace
     * @param to whom it was addressed to
     * @param summary where it is, one sentence
     */
    public record SentMail(
            String id, Instant time, List<String> to, String subject, String summary) {}

    @GET
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Where the mail is that was sent last",
            description =
                    "What the Sent mailbox has, the newest first, at most 20 a page; in the language of"
                            + " Accept-Language.")
    public Uni<Response> list(
            @PathParam("address") String address,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String languages) {
        PageRequest asked = PageRequest.of(limit, cursor);
        PageRequest page = new PageRequest(Math.min(asked.limit(), MOST), asked.after());
        long before =
                page.after().isEmpty() ? UidRange.MAX_UID + 1 : MailboxAccess.number(page.after());
        Language language = language(languages);
        return HttpResponses.found(
                MailProblems.told(
                        mailboxes
                                .account(address)
                                .flatMap(account ->
                                        sent(address, before, page.oneMore())
                                                .flatMap(found ->
                                                        told(account, found, page, language)))),
                shown -> shown);
    }

    private Uni<List<MessageSummary>> sent(String address, long before, int most) {
        return mailboxes
                .state(address)
                .flatMap(state -> {
                    Mailbox sent = sent(state);
                    return sent == null
                            ? Uni.createFrom().item(List.of())
                            : listing.newest(
                                    state.account(), sent.head().number(), null, before, most);
                });
    }

    private static @Nullable Mailbox sent(AccountState state) {
        return state.mailboxes().stream()
                .filter(mailbox -> mailbox.head().specialUse().equals("Sent"))
                .findFirst()
                .orElse(null);
    }

    private Uni<Page<SentMail>> told(
            AddressEntry.Account account,
            List<MessageSummary> found,
            PageRequest page,
            Language language) {
        Page<MessageSummary> shown =
                Page.of(
                        found,
                        page,
                        (MessageSummary last) -> Long.toString(last.uid()),
                        message -> message);
        return Multi.createFrom()
                .iterable(shown.items())
                .onItem()
                .transformToUniAndConcatenate(message -> told(account, message, language))
                .collect()
                .asList()
                .map(items -> new Page<>(items, shown.next()));
    }

    private Uni<SentMail> told(
            AddressEntry.Account account, MessageSummary message, Language language) {
        String id = message.messageId().replaceAll("^<|>$", "");
        return traces.find(account, id, language)
                .map(view ->
                        new SentMail(
                                id,
                                message.received(),
                                message.to().stream().map(Person::address).toList(),
                                message.subject(),
                                view.map(TraceView::summary)
                                        .orElseGet(() -> TraceView.nothingKnown(language))));
    }

    @GET
    @Path("/{id}")
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Where a message is",
            description =
                    "By its Message-ID, or the id of the 250 reply. For who sent it: all of it; for a"
                            + " recipient: what became of it for them.")
    public Uni<Response> show(
            @PathParam("address") String address,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String languages) {
        return HttpResponses.found(
                MailProblems.told(
                        mailboxes
                                .account(address)
                                .flatMap(account -> traces.find(account, id, language(languages)))
                                .map(view ->
                                        view.orElseThrow(
                                                () -> MailProblems.noTrace().exception()))),
                view -> view);
    }

    private static Language language(@Nullable String accepted) {
        return Language.preferred(accepted == null ? "" : accepted).orElse(Language.ENGLISH);
    }
}
