package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jboss.logging.Logger;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.http.ProblemException;

/**
 * Outcomes as HTTP answers, written on the event loop where the request came in, whichever thread
 * had the outcome. A failure that is no problem is told as a store that gave no answer.
 */
public final class HttpResponses {

    private static final Logger LOG = Logger.getLogger(HttpResponses.class);

    private HttpResponses() {}

    /** 201 with a body, or the problem. */
    public static <T> Uni<Response> created(
            Uni<DirectoryOutcome<T>> outcome, Function<T, Object> body) {
        return answer(outcome, value -> json(201, body.apply(value)));
    }

    /** 200 with a body, or the problem. */
    public static <T> Uni<Response> ok(Uni<DirectoryOutcome<T>> outcome, Function<T, Object> body) {
        return answer(outcome, value -> json(200, body.apply(value)));
    }

    /** 200 with a body and the tag of its state, or the problem. */
    public static <T> Uni<Response> tagged(
            Uni<DirectoryOutcome<T>> outcome,
            Function<T, Object> body,
            Function<T, EntityTag> tag) {
        return answer(
                outcome,
                value ->
                        Response.fromResponse(json(200, body.apply(value)))
                                .tag(tag.apply(value))
                                .build());
    }

    /** 204, or the problem. */
    public static <T> Uni<Response> done(Uni<DirectoryOutcome<T>> outcome) {
        return answer(outcome, value -> Response.noContent().build());
    }

    /** 200 with a body, or 503. */
    public static <T> Uni<Response> found(Uni<T> found, Function<T, Object> body) {
        return answered(found, value -> json(200, body.apply(value)));
    }

    /** What is made of it, or 503. */
    public static <T> Uni<Response> answered(Uni<T> found, Function<T, Response> answer) {
        return orAway(onCaller(found).map(answer));
    }

    private static Response problem(ProblemCode code, String error, String advice) {
        return Problem.of(code, error, advice).response();
    }

    private static <T> Uni<Response> answer(
            Uni<DirectoryOutcome<T>> outcome, Function<T, Response> done) {
        return orAway(
                onCaller(outcome)
                        .map(what ->
                                switch (what) {
                                    case DirectoryOutcome.Done<T>(T value) -> done.apply(value);
                                    case DirectoryOutcome.Refused<T>(
                                                    var reason,
                                                    var error,
                                                    var advice) ->
                                            problem(code(reason), error, advice);
                                }));
    }

    /** An answer is written where its request came in, whichever thread had the outcome. */
    private static <T> Uni<T> onCaller(Uni<T> outcome) {
        Context context = Vertx.currentContext();
        return context == null
                ? outcome
                : outcome.emitOn(task -> context.runOnContext(nothing -> task.run()));
    }

    private static ProblemCode code(DirectoryOutcome.Reason reason) {
        return switch (reason) {
            case INVALID -> ProblemCode.INVALID;
            case UNKNOWN -> ProblemCode.NOT_FOUND;
            case CONFLICT -> ProblemCode.CONFLICT;
            case CHANGED -> ProblemCode.CHANGED_MEANWHILE;
            case BUSY -> ProblemCode.BUSY;
            case PASSWORD_LENGTH -> ProblemCode.PASSWORD_LENGTH;
            case PASSWORD_COMMON -> ProblemCode.PASSWORD_COMMON;
            case PASSWORD_CONTAINS_ADDRESS -> ProblemCode.PASSWORD_CONTAINS_ADDRESS;
        };
    }

    private static Uni<Response> orAway(Uni<Response> answer) {
        return answer.onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithItem(failure -> {
                    LOG.warn("the store gave no answer", failure);
                    return problem(
                            ProblemCode.STORE_AWAY,
                            "The store gave no answer: it may have happened or not.",
                            "Look, and try again when /q/health/ready (port 9000) is UP.");
                });
    }

    private static Response json(int status, Object body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
    }
}
