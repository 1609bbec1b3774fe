package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.clientsettings.QrCode;
import posthorn.mailbox.directory.Passkey;
import posthorn.mailbox.directory.SecondFactor;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.secondfactor.SecondFactorSetup;

/** What is shown besides the password when somebody signs in to the pages. */
@Path("/v1/accounts/{address}/second-factor")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Two-factor sign-in")
@Singleton
public final class SecondFactorResource {

    private final Access access;
    private final SecondFactorSetup setup;

    @Inject
    SecondFactorResource(Access access, SecondFactorSetup setup) {
        this.access = access;
        this.setup = setup;
    }

    /**
     * How it is set up.
     *
     * @param totp whether codes of an app are asked for
     * @param recoveryCodes how many are left
     */
    public record SecondFactorView(boolean totp, List<PasskeyView> passkeys, int recoveryCodes) {
        static SecondFactorView of(SecondFactor factor) {
            return new SecondFactorView(
                    factor.totp().isPresent(),
                    factor.passkeys().stream().map(PasskeyView::of).toList(),
                    factor.recoveryCodes().size());
        }
    }

    /** A passkey. */
    public record PasskeyView(String id, String name, String created) {
        static PasskeyView of(Passkey passkey) {
            return new PasskeyView(
                    passkey.id(),
                    passkey.name(),
                    Instant.ofEpochMilli(passkey.created()).toString());
        }
    }

    /**
     * What an app needs.
     *
     * @param qr the URI as an SVG picture
     */
    public record NewTotpView(String secret, String uri, String qr) {
        @Override
        public String toString() {
            return "NewTotpView[]";
        }
    }

    /** A code that an app shows. */
    public record TotpCode(@Nullable String code) {
        @Override
        public String toString() {
            return "TotpCode[]";
        }
    }

    /**
     * A passkey that a browser has made.
     *
     * @param credential its {@code toJSON()}
     */
    public record NewPasskey(@Nullable String name, @Nullable JsonNode credential) {}

    /** Codes for paper. */
    public record RecoveryCodesView(List<String> codes) {
        @Override
        public String toString() {
            return "RecoveryCodesView[]";
        }
    }

    /** JSON as it is. */
    public record Raw(@JsonValue @JsonRawValue String json) {}

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "How two-factor sign-in of an account is set up")
    public Uni<Response> get(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account -> HttpResponses.found(setup.of(account), SecondFactorView::of));
    }

    @POST
    @Path("/totp")
    @AllowedTo(Role.USER)
    @Operation(
            summary = "Begin with an app that makes one-time codes (RFC 6238)",
            description = "It counts once it has shown a code: PUT it within 15 minutes.")
    public Uni<Response> beginTotp(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.ok(
                                setup.beginTotp(account),
                                made ->
                                        new NewTotpView(
                                                made.secret(),
                                                made.uri(),
                                                QrCode.svg(made.uri()))));
    }

    @PUT
    @Path("/totp")
    @AllowedTo(Role.USER)
    @Operation(
            summary = "Show the app's first code: two-factor sign-in is on",
            description =
                    "From now on the main password opens no IMAP, POP3 or SMTP: make app"
                            + " passwords.")
    public Uni<Response> confirmTotp(
            @PathParam("address") String address, @Nullable TotpCode shown) {
        String code = shown == null ? null : shown.code();
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.done(setup.confirmTotp(account, code == null ? "" : code)));
    }

    @DELETE
    @Path("/totp")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Ask for codes of an app no more")
    public Uni<Response> removeTotp(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account -> HttpResponses.done(setup.removeTotp(account)));
    }

    @POST
    @Path("/passkeys/options")
    @AllowedTo(Role.USER)
    @Operation(
            summary = "Begin with a passkey",
            description =
                    "PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3) for"
                            + " navigator.credentials.create.")
    public Uni<Response> beginPasskey(
            @PathParam("address") String address, @HeaderParam("Origin") @Nullable String origin) {
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.ok(
                                setup.beginPasskey(account, origin == null ? "" : origin),
                                Raw::new));
    }

    @POST
    @Path("/passkeys")
    @AllowedTo(Role.USER)
    @Operation(
            summary = "Add the passkey that the browser has made: two-factor sign-in is on",
            description = "{\"name\":\"phone\",\"credential\":...}, its toJSON().")
    public Uni<Response> addPasskey(
            @PathParam("address") String address,
            @HeaderParam("Origin") @Nullable String origin,
            @Nullable NewPasskey made) {
        String name = made == null ? null : made.name();
        JsonNode credential = made == null ? null : made.credential();
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.created(
                                setup.addPasskey(
                                        account,
                                        name == null ? "" : name,
                                        credential == null ? "" : credential.toString(),
                                        origin == null ? "" : origin),
                                PasskeyView::of));
    }

    @DELETE
    @Path("/passkeys/{id}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Remove a passkey")
    public Uni<Response> removePasskey(
            @PathParam("address") String address, @PathParam("id") String id) {
        return access.account(address)
                .flatMap(account -> HttpResponses.done(setup.removePasskey(account, id)));
    }

    @POST
    @Path("/recovery-codes")
    @AllowedTo(Role.USER)
    @Operation(
            summary = "Make new recovery codes, shown this once; earlier ones are good no more",
            description = "Each opens the pages once in place of an app's code or a passkey.")
    public Uni<Response> makeRecoveryCodes(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.created(
                                setup.makeRecoveryCodes(account), RecoveryCodesView::new));
    }
}
