package posthorn.mailbox.rest.access;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import posthorn.mailbox.session.Sessions;

/** The sessions of an account. */
@Path("/v1/accounts/{address}/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
@Singleton
public final class AccountSessionsResource {

    private final Access access;
    private final Sessions sessions;

    @Inject
    AccountSessionsResource(Access access, Sessions sessions) {
        this.access = access;
        this.sessions = sessions;
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "End all sessions of an account over HTTP",
            description = "This one, too; those of IMAP and POP3 end with another password.")
    public Uni<Response> end(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account -> sessions.endAll(account.account()))
                .replaceWith(Response.noContent().build());
    }
}
