package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** The UIDVALIDITYs of an account that was restored. */
@Path("/v1/accounts/{address}/uid-validity")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class UidValidityResource {

    private static final long MOST = 4_000_000_000L;

    private final MailboxAccess mailboxes;

    @Inject
    UidValidityResource(MailboxAccess mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** The lowest UIDVALIDITY that mailboxes may have. */
    public record Lowest(@Nullable Long from) {}

    /** Whether a mailbox had a lower one, and has another one now. */
    public record Renumbered(boolean renumbered) {}

    @PUT
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "Give mailboxes another UIDVALIDITY",
            description =
                    "After a restore: those with a lower one than from get one from there on, so"
                            + " that mail programs read them anew. Again is no harm.")
    public Uni<Response> renumber(@PathParam("address") String address, @Nullable Lowest lowest) {
        Long from = lowest == null ? null : lowest.from();
        if (from == null || from < 1 || from > MOST) {
            throw MailProblems.invalid(
                            "from is none of 1 to " + MOST + ".",
                            "Give the number that 'posthorn restore' or docs/backup.md names.")
                    .exception();
        }
        return HttpResponses.found(
                MailProblems.told(
                        mailboxes
                                .account(address)
                                .flatMap(account ->
                                        mailboxes.execute(
                                                account.account(),
                                                new Command.Renumber("", from)))),
                done -> new Renumbered(done.modSeq() > 0));
    }
}
