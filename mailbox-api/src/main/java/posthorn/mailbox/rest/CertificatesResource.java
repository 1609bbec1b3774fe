package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import posthorn.mailbox.certificate.CertificateRequests;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;

/** Certificates of hosted names. */
@Path("/v1/certificates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Certificates")
@Singleton
public final class CertificatesResource {

    private final CertificateRequests requests;
    private final CertificateViews views;

    @Inject
    CertificatesResource(CertificateRequests requests, CertificateViews views) {
        this.requests = requests;
        this.views = views;
    }

    /** All of them. */
    public record CertificatesView(List<CertificateViews.CertificateView> items) {}

    @GET
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "The certificates that are shown, and those that are being ordered",
            description =
                    "Sources: file, acme, self-signed. States: valid, expired, wanted (there is none"
                            + " yet), ordering, failed (the problem says why, nextAttempt when it is"
                            + " tried again).")
    public Uni<Response> list() {
        return HttpResponses.found(
                requests.all(), records -> new CertificatesView(views.of(records)));
    }

    @PUT
    @Path("/{name}")
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "Order a certificate for a name",
            description = "Also for one that is not hosted; it is renewed from then on.")
    public Uni<Response> order(@PathParam("name") String name) {
        return HttpResponses.ok(requests.order(name), views::of);
    }

    @POST
    @Path("/{name}/renewal")
    @AllowedTo(Role.ADMIN)
    @Operation(summary = "Order the next certificate of a name now")
    public Uni<Response> renew(@PathParam("name") String name) {
        return HttpResponses.ok(requests.renew(name), views::of);
    }

    @DELETE
    @Path("/{name}")
    @AllowedTo(Role.ADMIN)
    @Operation(
            summary = "Renew a certificate that was ordered by hand no more",
            description = "Names that are hosted get theirs all the same.")
    public Uni<Response> remove(@PathParam("name") String name) {
        return HttpResponses.done(requests.withdraw(name));
    }
}
