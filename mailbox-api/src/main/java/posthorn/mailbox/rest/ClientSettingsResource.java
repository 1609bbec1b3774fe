package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.clientsettings.AppleProfile;
import posthorn.mailbox.clientsettings.ClientSteps;
import posthorn.mailbox.clientsettings.MailServer;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.clientsettings.OAuthIssuer;
import posthorn.mailbox.clientsettings.PageAddress;
import posthorn.mailbox.clientsettings.ProfileLinks;
import posthorn.mailbox.clientsettings.QrCode;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.protocol.explanation.Language;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** How an account is set up in mail programs. */
@Path("/v1/accounts/{address}/client-settings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Client settings")
@Singleton
public final class ClientSettingsResource {

    private static final String PROFILE = "profile.mobileconfig";

    private final Access access;
    private final OfferedServers offered;
    private final Profiles profiles;
    private final ProfileLinkWords links;
    private final PageAddress pages;
    private final AccountLanguage languages;

    @Inject
    ClientSettingsResource(
            Access access,
            OfferedServers offered,
            Profiles profiles,
            ProfileLinkWords links,
            PageAddress pages,
            AccountLanguage languages) {
        this.access = access;
        this.offered = offered;
        this.profiles = profiles;
        this.links = links;
        this.pages = pages;
        this.languages = languages;
    }

    /** A server, in words of the API; its password may also be an app password. */
    public record ServerView(
            String protocol,
            String host,
            int port,
            String security,
            String authentication,
            String username,
            boolean preferred) {
        static ServerView of(String address, MailServer server, MailServers all) {
            return new ServerView(
                    server.protocol().name().toLowerCase(Locale.ROOT),
                    server.host(),
                    server.port(),
                    server.security().name().toLowerCase(Locale.ROOT),
                    "password",
                    address,
                    all.preferred(server));
        }
    }

    /** All that a page shows; steps and explanations are sentences in the language. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SettingsView(
            String address,
            String language,
            List<ServerView> protocols,
            @Nullable OAuthIssuer issuer,
            Map<String, String> links,
            Map<String, List<String>> steps,
            Map<String, String> explanations) {}

    /**
     * A link, and when it ends.
     *
     * @param qr the same as a QR code, SVG
     */
    public record LinkView(String url, String expires, String qr) {
        /** Without the link: who has it sees the settings. */
        @Override
        public String toString() {
            return "LinkView[" + expires + "]";
        }
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Servers, ports and steps for mail programs",
            description =
                    "What is switched off is left out. Texts are in the language that is asked for, else in the account's, else in the browser's.")
    public Uni<Response> settings(
            @PathParam("address") String address,
            @QueryParam("language") @Nullable String language,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String accepted) {
        return access.account(address)
                .flatMap(account ->
                        HttpResponses.found(
                                Uni.combine()
                                        .all()
                                        .unis(
                                                offered.ofAccount(account),
                                                languages.of(account.account(), language, accepted))
                                        .asTuple(),
                                found ->
                                        view(
                                                account.address(),
                                                found.getItem1(),
                                                found.getItem2())));
    }

    private static SettingsView view(String address, MailServers servers, Language language) {
        ClientSteps words = ClientSteps.in(language);
        String base = "/v1/accounts/" + segment(address) + "/client-settings/";
        return new SettingsView(
                address,
                language.tag(),
                servers.all().stream()
                        .map(server -> ServerView.of(address, server, servers))
                        .toList(),
                servers.issuer().orElse(null),
                Map.of("profile", base + PROFILE, "qr", base + "qr.svg"),
                words.steps(address, servers),
                words.explanations());
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @POST
    @Path("/profile-link")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Make a link that shows the settings without a sign-in",
            description = "For a phone. It ends soon, opens nothing else, and holds no password.")
    public Uni<Response> link(@PathParam("address") String address, @Context UriInfo asked) {
        return url(address, asked).map(made -> Response.status(201).entity(made).build());
    }

    private Uni<LinkView> url(String address, UriInfo asked) {
        return Uni.combine()
                .all()
                .unis(access.account(address), links.links())
                .with((account, words) -> {
                    ProfileLinks.ProfileLink made = words.of(account.account());
                    String url = url(made, asked);
                    return new LinkView(url, made.expires().toString(), QrCode.svg(url));
                });
    }

    private String url(ProfileLinks.ProfileLink link, UriInfo asked) {
        String own = asked.getBaseUri().resolve("/").toString();
        return pages.base().orElse(own.substring(0, own.length() - 1))
                + ProfileLinkRoute.PATH
                + link.word();
    }

    @GET
    @Path("/qr.svg")
    @Produces("image/svg+xml")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Such a link as a QR code")
    public Uni<Response> qr(@PathParam("address") String address, @Context UriInfo asked) {
        return url(address, asked).map(made -> Response.ok(made.qr()).build());
    }

    @GET
    @Path("/" + PROFILE)
    @Produces(AppleProfile.MEDIA_TYPE)
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Profile for Apple's devices, without a password")
    public Uni<Response> profile(
            @PathParam("address") String address,
            @QueryParam("protocol") @Nullable String protocol) {
        Protocol incoming = incoming(protocol);
        return access.account(address)
                .flatMap(account ->
                        offered.ofAccount(account)
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(servers -> profile(account, servers, incoming)));
    }

    private static Protocol incoming(@Nullable String protocol) {
        return switch (protocol == null ? "imap" : protocol) {
            case "imap" -> Protocol.IMAP;
            case "pop3" -> Protocol.POP3;
            default ->
                    throw Problem.of(
                                    ProblemCode.INVALID,
                                    "The protocol is neither imap nor pop3.",
                                    "Give one of these, or none for imap.")
                            .exception();
        };
    }

    private Response profile(AddressEntry.Account account, MailServers servers, Protocol incoming) {
        byte[] profile =
                profiles.of(account.address(), servers, incoming)
                        .orElseThrow(() ->
                                Problem.of(
                                                ProblemCode.NOT_FOUND,
                                                "There is no profile: reading or sending mail is switched off.",
                                                "Switch on SMTP, and IMAP or POP3.")
                                        .exception());
        return Response.ok(profile)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + PROFILE + "\"")
                .build();
    }
}
