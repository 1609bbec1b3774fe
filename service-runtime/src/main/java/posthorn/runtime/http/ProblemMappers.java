package posthorn.runtime.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Whatever ends the handling of a request early, as problem details. */
public final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /** A problem that was thrown. */
    @ServerExceptionMapper
    public Response problem(ProblemException thrown) {
        return thrown.problem().response();
    }

    /** What the framework refuses: a path, a method, a media type, a body that is no JSON. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException thrown) {
        Response given = thrown.getResponse();
        if (given.getStatus() < 400 || given.hasEntity()) {
            return given;
        }
        Response made = of(given.getStatus()).response();
        return Response.fromResponse(made).allow(given.getAllowedMethods()).build();
    }

    /** A defect: what it says stands in the log alone. */
    @ServerExceptionMapper
    public Response failed(Throwable thrown) {
        LOG.error("a request could not be handled", thrown);
        return defect().response();
    }

    private static Problem of(int status) {
        return switch (status) {
            case 401 -> problem(ProblemCode.SIGN_IN_NEEDED, "Nobody has signed in.", "Sign in.");
            case 403 -> problem(ProblemCode.FORBIDDEN, "You may not do this.", "Ask who may.");
            case 404 ->
                    problem(
                            ProblemCode.NOT_FOUND,
                            "There is nothing of that name here.",
                            "See /v1/docs for what there is.");
            case 405 ->
                    problem(
                            ProblemCode.METHOD_NOT_ALLOWED,
                            "The resource does not know this method.",
                            "See /v1/docs for those it knows.");
            case 406 ->
                    problem(
                            ProblemCode.NOT_ACCEPTABLE,
                            "There is no such representation.",
                            "Accept application/json.");
            case 413 -> problem(ProblemCode.TOO_LARGE, "The request is too large.", "Send less.");
            case 415 ->
                    problem(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "The request's media type is not taken here.",
                            "Send application/json.");
            default -> status < 500 ? invalid() : defect();
        };
    }

    private static Problem invalid() {
        return problem(
                ProblemCode.INVALID,
                "The request cannot be understood.",
                "Compare it with /v1/docs.");
    }

    private static Problem defect() {
        return problem(
                ProblemCode.INTERNAL,
                "Something went wrong here.",
                "Try again; the log says more.");
    }

    private static Problem problem(ProblemCode code, String title, String detail) {
        return Problem.of(code, title, detail);
    }
}
