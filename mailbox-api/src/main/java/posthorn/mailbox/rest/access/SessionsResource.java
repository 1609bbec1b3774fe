package posthorn.mailbox.rest.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.session.Sessions;

/** Signing in and out over HTTP. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
@Singleton
public final class SessionsResource {

    private final Access access;
    private final Sessions sessions;
    private final SessionSignIn signIn;
    private final SessionViews views;

    @Inject
    SessionsResource(Access access, Sessions sessions, SessionSignIn signIn, SessionViews views) {
        this.access = access;
        this.sessions = sessions;
        this.signIn = signIn;
        this.views = views;
    }

    /**
     * What is shown to sign in: login and password, or an admin token.
     *
     * @param login address of the account
     */
    public record NewSession(
            @Nullable String login, @Nullable String password, @Nullable String adminToken) {
        @Override
        public String toString() {
            return "NewSession[" + login + "]";
        }
    }

    /**
     * What is shown besides the password: one of the three.
     *
     * @param challenge as the first answer gave it
     * @param totp six digits
     * @param passkey what {@code navigator.credentials.get} gave, {@code toJSON()}
     */
    public record SecondFactorShown(
            @Nullable String challenge,
            @Nullable String totp,
            @Nullable String recoveryCode,
            @Nullable JsonNode passkey) {
        @Override
        public String toString() {
            return "SecondFactorShown[]";
        }
    }

    /**
     * What came of signing in.
     *
     * @param state {@code open}, or {@code second-factor}
     * @param token of the session, for programs; browsers get a cookie
     * @param challenge to be given back with the second factor
     * @param methods {@code totp}, {@code passkey}, {@code recovery-code}
     * @param passkey options for {@code navigator.credentials.get}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SignedIn(
            String state,
            @Nullable String token,
            @Nullable PrincipalView principal,
            @Nullable String challenge,
            @Nullable List<String> methods,
            @JsonRawValue @Nullable String passkey) {
        @Override
        public String toString() {
            return "SignedIn[" + state + "]";
        }
    }

    /**
     * Who has signed in.
     *
     * @param role the highest that they have
     * @param account id; null: it is no account
     * @param domains those that they administer
     * @param language of the account's owner; null: not said
     * @param expires when the session ends by itself; null: it is none
     * @param passwordOld true: the settings say that the account's password is old; null: it is
     *     not, or it is no account
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PrincipalView(
            String role,
            @Nullable String account,
            @Nullable String address,
            List<String> domains,
            @Nullable String language,
            @Nullable String expires,
            @Nullable Boolean passwordOld) {}

    @POST
    @Path("/sessions")
    @AllowedTo(Role.ANYONE)
    @Operation(
            summary = "Sign in",
            description =
                    "With login and password, or with an admin token. 201: signed in; browsers get"
                            + " a cookie, programs a token for 'Authorization: Bearer'. 200: the"
                            + " account has a second factor, which is to be shown next.")
    public Uni<Response> open(
            @HeaderParam("Origin") @Nullable String origin, @Nullable NewSession shown) {
        return signIn.begin(
                shown == null ? new NewSession(null, null, null) : shown,
                access.caller(),
                origin == null ? "" : origin);
    }

    @POST
    @Path("/sessions/second-factor")
    @AllowedTo(Role.ANYONE)
    @Operation(summary = "Show the second factor and be signed in")
    public Uni<Response> secondFactor(
            @HeaderParam("Origin") @Nullable String origin, @Nullable SecondFactorShown shown) {
        return signIn.finish(
                shown == null ? new SecondFactorShown(null, null, null, null) : shown,
                access.caller(),
                origin == null ? "" : origin);
    }

    @GET
    @Path("/session")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER, Role.SERVICE})
    @Operation(summary = "Who has signed in")
    public Uni<PrincipalView> show() {
        return views.of(access.principal().orElseThrow(), access.session());
    }

    @DELETE
    @Path("/session")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Sign out")
    public Uni<Response> end() {
        Response answer = Response.noContent().cookie(SessionCookie.gone(access.caller())).build();
        return access.session()
                .map(session -> sessions.end(session).replaceWith(answer))
                .orElseGet(() -> Uni.createFrom().item(answer));
    }
}
