package posthorn.runtime.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * The body of every answer that is an error: problem details (RFC 9457).
 *
 * @param type path of the page that explains the code
 * @param title what is wrong, one sentence
 * @param status status of HTTP
 * @param detail what to do next, one sentence
 * @param code {@link ProblemCode#word}: programs and pages go by it
 */
public record Problem(String type, String title, int status, String detail, String code) {

    /** Media type of problem details. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String PAGES = "/help/problems/";

    /**
     * A problem.
     *
     * @param title what is wrong, one sentence
     * @param detail what to do next, one sentence
     */
    public static Problem of(ProblemCode code, String title, String detail) {
        return new Problem(PAGES + code.word(), title, code.status(), detail, code.word());
    }

    /** The answer. */
    public Response response() {
        Response.ResponseBuilder answer =
                Response.status(status)
                        .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .entity(this);
        if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"posthorn\"");
        }
        return answer.build();
    }

    /** The same as something to throw. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
