package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AppPassword;
import posthorn.mailbox.registry.AppPasswords;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** Passwords for single programs. */
@Path("/v1/accounts/{address}/app-passwords")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "App passwords")
@Singleton
public final class AppPasswordsResource {

    private final Access access;
    private final AppPasswords passwords;

    @Inject
    AppPasswordsResource(Access access, AppPasswords passwords) {
        this.access = access;
        this.passwords = passwords;
    }

    /** One that is to be made. */
    public record NewAppPassword(@Nullable String name, @Nullable List<String> protocols) {}

    /**
     * An app password.
     *
     * @param lastUsed day of its last use, UTC; absent: it was not used
     * @param password itself, in the answer to the call that made it and never again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AppPasswordView(
            String id,
            String name,
            List<String> protocols,
            String created,
            @Nullable String lastUsed,
            @Nullable String password) {

        static AppPasswordView of(AppPassword one, @Nullable String shown) {
            return new AppPasswordView(
                    one.id(),
                    one.name(),
                    one.protocols().stream().sorted().map(SignInProtocol::word).toList(),
                    Instant.ofEpochMilli(one.created()).toString(),
                    one.lastUsed() == 0 ? null : LocalDate.ofEpochDay(one.lastUsed()).toString(),
                    shown);
        }

        @Override
        public String toString() {
            return "AppPasswordView[" + id + "]";
        }
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "List the app passwords of an account, the oldest first")
    public Uni<Response> list(@PathParam("address") String address) {
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.found(
                                passwords.of(account),
                                all ->
                                        Page.all(
                                                all.stream()
                                                        .map(one -> AppPasswordView.of(one, null))
                                                        .toList())));
    }

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Make an app password",
            description =
                    "{\"name\":\"Thunderbird\",\"protocols\":[\"imap\",\"smtp\"]}. The password is"
                            + " in this answer and can never be read again.")
    public Uni<Response> create(
            @PathParam("address") String address, @Nullable NewAppPassword wanted) {
        String name = wanted == null ? null : wanted.name();
        Set<SignInProtocol> protocols = protocols(wanted == null ? null : wanted.protocols());
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.created(
                                passwords.make(account, name == null ? "" : name, protocols),
                                made -> AppPasswordView.of(made.password(), made.shown())));
    }

    private static Set<SignInProtocol> protocols(@Nullable List<String> words) {
        Set<SignInProtocol> protocols = EnumSet.noneOf(SignInProtocol.class);
        for (String word : words == null ? List.<String>of() : words) {
            try {
                protocols.add(SignInProtocol.of(String.valueOf(word).toLowerCase(Locale.ROOT)));
            } catch (IllegalArgumentException none) {
                throw Problem.of(
                                ProblemCode.INVALID,
                                "There is no protocol '" + word + "'.",
                                "There are imap, pop3 and smtp.")
                        .exception();
            }
        }
        return protocols;
    }

    @DELETE
    @Path("/{id}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Revoke an app password",
            description = "It opens nothing any more; sessions that it has opened stay.")
    public Uni<Response> revoke(@PathParam("address") String address, @PathParam("id") String id) {
        return access.account(address)
                .flatMap(account -> HttpResponses.done(passwords.revoke(account, id)));
    }
}
