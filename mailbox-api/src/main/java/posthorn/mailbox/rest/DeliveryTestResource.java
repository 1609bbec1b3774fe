package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServer.Security;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.deliverytest.DeliveryTest;
import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTests;
import posthorn.mailbox.deliverytest.DeliveryTests.Beginning;
import posthorn.mailbox.deliverytest.TestWords;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.protocol.explanation.Language;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** Shows that the mail of an account works: a message is sent to it, and read by IMAP and POP3. */
@Path("/v1/accounts/{address}/delivery-test")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Client settings")
@Singleton
public final class DeliveryTestResource {

    private final Access access;
    private final OfferedServers offered;
    private final DeliveryTests tests;
    private final AccountLanguage languages;

    @Inject
    DeliveryTestResource(
            Access access, OfferedServers offered, DeliveryTests tests, AccountLanguage languages) {
        this.access = access;
        this.offered = offered;
        this.tests = tests;
        this.languages = languages;
    }

    /** A test that runs. */
    public record Begun(String id) {}

    /**
     * A step.
     *
     * @param step send, imap or pop3
     * @param outcome waiting, running, done, failed or skipped
     * @param detail what came of it, a sentence; null: nothing yet
     * @param advice what to do about it; null: nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StepView(
            String step, String outcome, @Nullable String detail, @Nullable String advice) {
        static StepView of(DeliveryTest.Step step, TestWords words) {
            String what = words.what(step);
            return new StepView(
                    word(step.part()),
                    word(step.outcome()),
                    what.isEmpty() ? null : what,
                    words.advice(step).orElse(null));
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    /** A test and how far it is. */
    public record TestView(String id, String started, List<StepView> steps, boolean done) {}

    @POST
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Begin a test",
            description = "One at a time for an account; another one is refused while it runs.")
    public Uni<Response> begin(
            @PathParam("address") String address,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String accepted) {
        return access.account(address)
                .flatMap(account ->
                        Uni.combine()
                                .all()
                                .unis(
                                        offered.ofAccount(account),
                                        languages.of(account.account(), null, accepted))
                                .asTuple()
                                .flatMap(found ->
                                        tests.begin(
                                                account,
                                                parts(found.getItem1()),
                                                found.getItem2())))
                .map(DeliveryTestResource::answer);
    }

    /** Steps are tried at the ports that begin with TLS. */
    private static Set<Part> parts(MailServers servers) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            Protocol protocol =
                    switch (part) {
                        case SEND -> Protocol.SMTP;
                        case IMAP -> Protocol.IMAP;
                        case POP3 -> Protocol.POP3;
                    };
            if (servers.at(protocol, Security.TLS).isPresent()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static Response answer(Beginning beginning) {
        return switch (beginning) {
            case Beginning.Begun(DeliveryTest test) ->
                    Response.status(Response.Status.CREATED).entity(new Begun(test.id())).build();
            case Beginning.Running running ->
                    Problem.of(
                                    ProblemCode.CONFLICT,
                                    "A test of this account is running.",
                                    "Wait for its end.")
                            .response();
            case Beginning.Busy busy ->
                    Problem.of(
                                    ProblemCode.BUSY,
                                    "Too many tests are running.",
                                    "Try again in a minute.")
                            .response();
        };
    }

    @GET
    @Path("/{id}")
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "How far a test is",
            description = "The latest one of an account is kept for a day.")
    public Uni<Response> test(
            @PathParam("address") String address,
            @PathParam("id") String id,
            @QueryParam("language") @Nullable String language,
            @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) @Nullable String accepted) {
        return access.account(address)
                .flatMap(account ->
                        Uni.combine()
                                .all()
                                .unis(
                                        tests.find(account.account(), id),
                                        languages.of(account.account(), language, accepted))
                                .with(DeliveryTestResource::shown));
    }

    private static Response shown(Optional<DeliveryTest> test, Language language) {
        TestWords words = TestWords.in(language);
        return test.map(found ->
                        Response.ok(
                                        new TestView(
                                                found.id(),
                                                Instant.ofEpochMilli(found.started()).toString(),
                                                found.steps().stream()
                                                        .map(step -> StepView.of(step, words))
                                                        .toList(),
                                                found.isDone()))
                                .build())
                .orElseGet(() ->
                        Problem.of(
                                        ProblemCode.NOT_FOUND,
                                        "There is no such test.",
                                        "Begin one by POST.")
                                .response());
    }
}
