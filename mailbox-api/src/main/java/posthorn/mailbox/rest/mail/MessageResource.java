package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.browse.MessageView;
import posthorn.mailbox.browse.StoredMessage;
import posthorn.mailbox.browse.StoredMessages;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.protocol.explanation.Language;

/** One message. */
@Path("/v1/accounts/{address}/mailboxes/{mailbox}/messages/{uid: [0-9]+}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class MessageResource {

    private final MailboxAccess mailboxes;
    private final StoredMessages messages;

    @Inject
    MessageResource(MailboxAccess mailboxes, StoredMessages messages) {
        this.mailboxes = mailboxes;
        this.messages = messages;
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Read a message",
            description =
                    "Its HTML is cleaned: no scripts, nothing of other hosts but pictures by https with"
                            + " images=true. Words in the language of Accept-Language.")
    public Uni<Response> read(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @PathParam("uid") String uid,
            @QueryParam("images") @DefaultValue("false") boolean images,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String languages) {
        Language language =
                Language.preferred(languages == null ? "" : languages).orElse(Language.ENGLISH);
        return HttpResponses.found(
                MailProblems.told(
                        find(address, mailbox, uid)
                                .flatMap(found ->
                                        messages.view(
                                                found,
                                                style(address, mailbox, uid, images),
                                                language))),
                view -> view);
    }

    @GET
    @Path("/html")
    @Produces(MediaType.TEXT_HTML)
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Show a message as a document of its own",
            description = "For a frame: nothing in it runs, whatever the message holds.")
    public Uni<Response> html(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @PathParam("uid") String uid,
            @QueryParam("images") @DefaultValue("false") boolean images) {
        return HttpResponses.answered(
                MailProblems.told(
                        find(address, mailbox, uid)
                                .flatMap(found ->
                                        messages.html(
                                                found, style(address, mailbox, uid, images)))),
                cleaned -> ForeignContent.document(cleaned.html(), images));
    }

    @GET
    @Path("/raw")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(summary = "Fetch a message as it is stored")
    public Multi<byte[]> raw(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @PathParam("uid") String uid) {
        return stream(
                find(address, mailbox, uid),
                messages::raw,
                found -> ForeignContent.file("message/rfc822", uid + ".eml"));
    }

    @GET
    @Path("/parts/{part}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Fetch a file of a message, or any other part",
            description = "By its number, as in 2.1; without its transfer encoding.")
    public Multi<byte[]> part(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @PathParam("uid") String uid,
            @PathParam("part") String part) {
        return stream(
                find(address, mailbox, uid).invoke(found -> SectionNumber.leaf(found, part)),
                found -> messages.part(found, SectionNumber.leaf(found, part)),
                found -> ForeignContent.file(SectionNumber.leaf(found, part).fields()));
    }

    private static Multi<byte[]> stream(
            Uni<StoredMessage> message,
            Function<StoredMessage, Multi<byte[]>> octets,
            Function<StoredMessage, Map<String, List<String>>> headers) {
        return RestMulti.fromUniResponse(MailProblems.told(message), octets, headers);
    }

    private Uni<StoredMessage> find(String address, String mailbox, String uid) {
        long number;
        try {
            number = Long.parseLong(uid);
        } catch (NumberFormatException tooLong) {
            number = 0;
        }
        long wanted = number;
        return mailboxes
                .account(address)
                .flatMap(account ->
                        messages.find(account.account(), MailboxAccess.number(mailbox), wanted));
    }

    private static MessageView.Style style(
            String address, String mailbox, String uid, boolean images) {
        String path =
                "/v1/accounts/"
                        + URLEncoder.encode(address, StandardCharsets.UTF_8).replace("+", "%20")
                        + "/mailboxes/"
                        + MailboxAccess.number(mailbox)
                        + "/messages/"
                        + uid
                        + "/parts/";
        return new MessageView.Style(part -> path + part, images);
    }
}
