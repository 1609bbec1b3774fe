package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.Vacation;
import posthorn.mailbox.directory.VacationStore;
import posthorn.mailbox.rest.access.Access;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.http.ProblemException;

/** What an account answers while its owner is away. */
@Path("/v1/accounts/{address}/vacation")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
@Singleton
public final class VacationResource {

    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_DAYS = 365;

    private final Access access;
    private final VacationStore store;

    @Inject
    VacationResource(Access access, VacationStore store) {
        this.access = access;
        this.store = store;
    }

    /**
     * What is answered.
     *
     * @param from first moment, RFC 3339; absent: at once
     * @param until last moment; absent: until it is deleted
     * @param days after which the same sender is answered again; absent: 7
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record VacationView(
            @Nullable String subject,
            @Nullable String text,
            @Nullable String from,
            @Nullable String until,
            @Nullable Integer days) {
        static VacationView of(Vacation vacation) {
            return new VacationView(
                    vacation.subject(),
                    vacation.text(),
                    time(vacation.from()),
                    time(vacation.until()),
                    vacation.days());
        }

        private static @Nullable String time(OptionalLong millis) {
            return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()).toString() : null;
        }

        /** Without what the owner wrote. */
        @Override
        public String toString() {
            return "VacationView[]";
        }
    }

    @GET
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "What an account answers while its owner is away",
            description = "404 when it answers nothing.")
    public Uni<Response> vacation(@PathParam("address") String address) {
        return HttpResponses.found(
                access.account(address)
                        .flatMap(account -> find(account.account()))
                        .map(found -> found.orElseThrow(VacationResource::none)),
                VacationView::of);
    }

    @PUT
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(
            summary = "Answer for an account whose owner is away",
            description =
                    "Once for each sender in the given days; never lists, bulk mail, automatic mail,"
                            + " or mail that does not name the account in To or Cc.")
    public Uni<Response> set(@PathParam("address") String address, @Nullable VacationView given) {
        return HttpResponses.found(
                access.account(address)
                        .flatMap(account ->
                                find(account.account())
                                        .map(before -> next(account.account(), before, given)))
                        .flatMap(this::put),
                VacationView::of);
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.DOMAIN_ADMIN, Role.USER})
    @Operation(summary = "Answer no more")
    public Uni<Response> end(@PathParam("address") String address) {
        return HttpResponses.found(
                        access.account(address)
                                .flatMap(account ->
                                        Uni.createFrom()
                                                .completionStage(
                                                        () -> store.remove(account.account())))
                                .replaceWith(true),
                        done -> done)
                .map(answer ->
                        answer.getStatus() == Response.Status.OK.getStatusCode()
                                ? Response.noContent().build()
                                : answer);
    }

    private Uni<Optional<Vacation>> find(String account) {
        return Uni.createFrom().completionStage(() -> store.find(account));
    }

    private Uni<Vacation> put(Vacation next) {
        return Uni.createFrom()
                .completionStage(() -> store.put(next))
                .map(done -> {
                    if (!done) {
                        throw Problem.of(
                                        ProblemCode.CONFLICT,
                                        "The answer was changed at the same time.",
                                        "Look at it and try again.")
                                .exception();
                    }
                    return next;
                });
    }

    private static Vacation next(
            String account, Optional<Vacation> before, @Nullable VacationView given) {
        if (given == null) {
            throw invalid("There is no answer.", "Give subject and text.");
        }
        OptionalLong from = time("from", given.from());
        OptionalLong until = time("until", given.until());
        if (from.isPresent() && until.isPresent() && until.getAsLong() < from.getAsLong()) {
            throw invalid("until is before from.", "Give the first moment as from.");
        }
        int days = given.days() == null ? Vacation.USUAL_DAYS : given.days();
        if (days < 1 || days > MOST_DAYS) {
            throw invalid("days is " + days + ".", "Give 1 to " + MOST_DAYS + ".");
        }
        return new Vacation(
                account,
                text("subject", given.subject(), LONGEST_SUBJECT),
                text("text", given.text(), LONGEST_TEXT),
                from,
                until,
                days,
                before.map(Vacation::version).orElse(0L) + 1);
    }

    private static String text(String name, @Nullable String given, int longest) {
        if (given == null || given.isBlank() || given.length() > longest) {
            throw invalid(
                    "The " + name + " is missing or too long.",
                    "Give at most " + longest + " characters.");
        }
        return given;
    }

    private static OptionalLong time(String name, @Nullable String given) {
        try {
            return given == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Instant.parse(given).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid(
                    "'" + given + "' is no time for " + name + ".",
                    "Give one such as 2026-12-24T00:00:00Z.");
        }
    }

    private static ProblemException invalid(String what, String next) {
        return Problem.of(ProblemCode.INVALID, what, next).exception();
    }

    private static ProblemException none() {
        return Problem.of(
                        ProblemCode.NOT_FOUND,
                        "The account answers nothing.",
                        "PUT an answer to begin.")
                .exception();
    }
}
