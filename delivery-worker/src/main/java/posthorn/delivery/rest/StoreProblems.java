package posthorn.delivery.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import posthorn.delivery.queue.AnswerLost;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** A store that does not answer, as HTTP says it. */
@Provider
public class StoreProblems implements ExceptionMapper<AnswerLost> {

    @Override
    public Response toResponse(AnswerLost problem) {
        return Problem.of(
                        ProblemCode.STORE_AWAY,
                        "The queue's store does not answer now.",
                        "Try again; readiness tells when it is back.")
                .response();
    }
}
