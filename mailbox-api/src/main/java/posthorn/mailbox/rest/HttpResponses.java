package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jboss.logging.Logger;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.runtime.http.Problem;

/** Outcomes as HTTP answers. */
final class HttpResponses {

    private static final Logger LOG = Logger.getLogger(HttpResponses.class);

    private HttpResponses() {}

    /** 201 with a body, or the problem. */
    static <T> Uni<Response> created(Uni<DirectoryOutcome<T>> outcome, Function<T, Object> body) {
        return answer(outcome, value -> json(201, body.apply(value)));
    }

    /** 200 with a body, or the problem. */
    static <T> Uni<Response> ok(Uni<DirectoryOutcome<T>> outcome, Function<T, Object> body) {
        return answer(outcome, value -> json(200, body.apply(value)));
    }

    /** 204, or the problem. */
    static <T> Uni<Response> done(Uni<DirectoryOutcome<T>> outcome) {
        return answer(outcome, value -> Response.noContent().build());
    }

    /** 200 with a body, or 503. */
    static <T> Uni<Response> found(Uni<T> found, Function<T, Object> body) {
        return orAway(onCaller(found).map(value -> json(200, body.apply(value))));
    }

    static Response problem(int status, String error, String advice) {
        return json(status, new Problem(error, advice));
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
                                            problem(status(reason), error, advice);
                                }));
    }

    /** An answer is written where its request came in, whichever thread had the outcome. */
    private static <T> Uni<T> onCaller(Uni<T> outcome) {
        Context context = Vertx.currentContext();
        return context == null
                ? outcome
                : outcome.emitOn(task -> context.runOnContext(nothing -> task.run()));
    }

    private static int status(DirectoryOutcome.Reason reason) {
        return switch (reason) {
            case INVALID -> 400;
            case UNKNOWN -> 404;
            case CONFLICT -> 409;
            case BUSY -> 503;
        };
    }

    private static Uni<Response> orAway(Uni<Response> answer) {
        return answer.onFailure()
                .recoverWithItem(failure -> {
                    LOG.warn("the store gave no answer", failure);
                    return problem(
                            503,
                            "The store gave no answer: it may have happened or not.",
                            "Look, and try again when /q/health/ready is UP.");
                });
    }

    private static Response json(int status, Object body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
    }
}
