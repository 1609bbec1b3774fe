package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.browse.MailboxView;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.runtime.http.EntityTags;
import posthorn.runtime.http.Page;

/** The mailboxes of an account. */
@Path("/v1/accounts/{address}/mailboxes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class MailboxesResource {

    private static final String KEY = "Idempotency-Key";

    private final MailboxAccess mailboxes;

    @Inject
    MailboxesResource(MailboxAccess mailboxes) {
        this.mailboxes = mailboxes;
    }

    /**
     * A mailbox that is to be made.
     *
     * @param specialUse attribute of RFC 6154 in any case; null: none
     */
    public record NewMailbox(@Nullable String path, @Nullable String specialUse) {}

    /** What is to be another way; null: stays. */
    public record MailboxChange(@Nullable String path, @Nullable Boolean subscribed) {}

    @GET
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(summary = "List mailboxes, INBOX first, then by path")
    public Uni<Response> list(@PathParam("address") String address) {
        return HttpResponses.found(
                MailProblems.told(mailboxes.state(address)),
                state -> Page.all(MailboxView.all(state)));
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Make a mailbox",
            description = "And those above it that are missing. It is subscribed.")
    public Uni<Response> create(
            @PathParam("address") String address,
            @HeaderParam(KEY) @Nullable String key,
            @Nullable NewMailbox mailbox) {
        String path = text(mailbox == null ? null : mailbox.path());
        String use = use(text(mailbox == null ? null : mailbox.specialUse()));
        return answer(
                mailboxes
                        .account(address)
                        .flatMap(account -> {
                            String id = account.account();
                            Command make =
                                    new Command.CreateMailbox(
                                            mailboxes.key(key, "create"), path, use);
                            Command subscribe =
                                    new Command.Subscribe(
                                            mailboxes.key(key, "subscribe"), path, true);
                            return mailboxes
                                    .execute(id, make)
                                    .call(made -> mailboxes.execute(id, subscribe));
                        })
                        .flatMap(made -> one(address, Long.toString(made.mailbox()))),
                201);
    }

    @GET
    @Path("/{mailbox}")
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(summary = "Show a mailbox")
    public Uni<Response> show(
            @PathParam("address") String address, @PathParam("mailbox") String mailbox) {
        return answer(one(address, mailbox), 200);
    }

    @PATCH
    @Path("/{mailbox}")
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Rename, move, subscribe or unsubscribe a mailbox",
            description =
                    "What is below it follows. Of INBOX the messages move, and INBOX stays. With"
                            + " If-Match only when it is as it was shown.")
    public Uni<Response> change(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @HeaderParam(KEY) @Nullable String key,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable MailboxChange change) {
        return answer(
                mailboxes
                        .state(address)
                        .flatMap(state -> {
                            MailboxView before = view(state, mailbox);
                            if (!EntityTags.allow(ifMatch, EntityTags.of(tag(before)))) {
                                throw EntityTags.changedMeanwhile().exception();
                            }
                            return changed(
                                    state.account(),
                                    before,
                                    change == null ? new MailboxChange(null, null) : change,
                                    key);
                        })
                        .flatMap(done -> one(address, mailbox)),
                200);
    }

    /** First the name, then the subscription of whichever name it has then. */
    private Uni<String> changed(
            String account, MailboxView before, MailboxChange change, @Nullable String key) {
        String path = change.path() == null ? before.path() : change.path();
        boolean subscribed = Objects.requireNonNullElse(change.subscribed(), before.subscribed());
        Uni<String> name = Uni.createFrom().item(path);
        if (!path.equals(before.path())) {
            Command rename =
                    new Command.RenameMailbox(mailboxes.key(key, "rename"), before.path(), path);
            name =
                    mailboxes
                            .execute(account, rename)
                            .call(done -> subscribe(account, before.path(), false, key))
                            .replaceWith(path);
        }
        boolean asBefore = path.equals(before.path()) && subscribed == before.subscribed();
        return asBefore ? name : name.call(named -> subscribe(account, named, subscribed, key));
    }

    private Uni<?> subscribe(
            String account, String path, boolean subscribed, @Nullable String key) {
        return mailboxes.execute(
                account,
                new Command.Subscribe(
                        mailboxes.key(key, subscribed ? "subscribe" : "unsubscribe"),
                        path,
                        subscribed));
    }

    @DELETE
    @Path("/{mailbox}")
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Delete a mailbox with its messages",
            description = "They do not go to Trash. What is below it stays.")
    public Uni<Response> delete(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @HeaderParam(KEY) @Nullable String key) {
        return HttpResponses.answered(
                MailProblems.told(
                        mailboxes
                                .state(address)
                                .flatMap(state -> {
                                    String path =
                                            MailboxAccess.mailbox(state, mailbox).head().name();
                                    return mailboxes
                                            .execute(
                                                    state.account(),
                                                    new Command.DeleteMailbox(
                                                            mailboxes.key(key, "delete"), path))
                                            .call(done ->
                                                    subscribe(state.account(), path, false, key));
                                })),
                done -> Response.noContent().build());
    }

    private Uni<MailboxView> one(String address, String mailbox) {
        return mailboxes.state(address).map(state -> view(state, mailbox));
    }

    private static MailboxView view(AccountState state, String id) {
        Mailbox mailbox = MailboxAccess.mailbox(state, id);
        return MailboxView.of(state, mailbox);
    }

    /** What a client can change. */
    private static String tag(MailboxView view) {
        return view.id() + " " + view.subscribed() + " " + view.path();
    }

    private static Uni<Response> answer(Uni<MailboxView> view, int status) {
        return HttpResponses.answered(
                MailProblems.told(view),
                shown ->
                        Response.status(status)
                                .tag(EntityTags.of(tag(shown)))
                                .type(MediaType.APPLICATION_JSON_TYPE)
                                .entity(shown)
                                .build());
    }

    private static String use(String given) {
        return given.isEmpty()
                ? ""
                : given.substring(0, 1).toUpperCase(Locale.ROOT)
                        + given.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
