package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AppPassword;
import posthorn.mailbox.registry.AppPasswords;
import posthorn.mailbox.registry.RecentSignIns;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.mailbox.signin.SignIn;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;

/** Who has signed in to an account lately, and who has tried. */
@Path("/v1/accounts/{address}/sign-ins")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sign-ins")
@Singleton
public final class SignInsResource {

    private final Access access;
    private final RecentSignIns signIns;
    private final AppPasswords passwords;

    @Inject
    SignInsResource(Access access, RecentSignIns signIns, AppPasswords passwords) {
        this.access = access;
        this.signIns = signIns;
        this.passwords = passwords;
    }

    /**
     * Attempts of one day that were alike.
     *
     * @param time of the last one
     * @param first of the first one
     * @param client what it calls itself; empty: it did not say
     * @param app name of the one that was used, or its id when it was revoked; absent: none
     * @param outcome success, or why not
     * @param answer what the owner has said: none, confirmed, disowned
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SignInView(
            String id,
            String time,
            String first,
            String address,
            String protocol,
            String client,
            String method,
            @JsonProperty("appPassword") @Nullable String app,
            String outcome,
            int count,
            String answer) {

        static SignInView of(SignIn one, Map<String, String> names) {
            SignIn.Kind kind = one.kind();
            String app = kind.app();
            return new SignInView(
                    one.id(),
                    Instant.ofEpochMilli(one.last()).toString(),
                    Instant.ofEpochMilli(one.first()).toString(),
                    kind.address(),
                    kind.protocol().word(),
                    kind.client(),
                    kind.method(),
                    app.isEmpty() ? null : names.getOrDefault(app, app),
                    kind.outcome().word(),
                    one.count(),
                    one.answer().name().toLowerCase(Locale.ROOT));
        }
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Recent sign-ins to an account, the last one first",
            description =
                    "Those of one day that are alike are one, with a count. A bounded number is"
                            + " kept for a time.")
    public Uni<Response> list(
            @PathParam("address") String address,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.found(
                                Uni.combine()
                                        .all()
                                        .unis(signIns.of(account), names(account))
                                        .asTuple(),
                                found ->
                                        Page.of(
                                                after(found.getItem1(), page),
                                                page,
                                                SignIn::id,
                                                one -> SignInView.of(one, found.getItem2()))));
    }

    private static List<SignIn> after(List<SignIn> all, PageRequest page) {
        return all.stream()
                .dropWhile(one -> !page.after().isEmpty() && !one.id().equals(page.after()))
                .skip(page.after().isEmpty() ? 0 : 1)
                .limit(page.oneMore())
                .toList();
    }

    private Uni<Map<String, String>> names(AddressEntry.Account account) {
        return passwords
                .of(account)
                .map(all ->
                        all.stream().collect(Collectors.toMap(AppPassword::id, AppPassword::name)));
    }

    @POST
    @Path("/{id}/confirm")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Say that it was the owner",
            description = "When it was blocked, that client need not wait any more.")
    public Uni<Response> confirm(@PathParam("address") String address, @PathParam("id") String id) {
        return access.account(address)
                .flatMap(account -> HttpResponses.done(signIns.confirm(account, id)));
    }

    @POST
    @Path("/{id}/disown")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Say that it was not the owner",
            description =
                    "All sessions of the account end, and the app password that was used is"
                            + " revoked. If it was the main password, set another one.")
    public Uni<Response> disown(@PathParam("address") String address, @PathParam("id") String id) {
        return access.account(address)
                .flatMap(account -> HttpResponses.done(signIns.disown(account, id)));
    }
}
