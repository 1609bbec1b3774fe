package posthorn.mailbox.rest.mail;

import com.google.protobuf.UnsafeByteOperations;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import posthorn.protocol.wire.AppendPart;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** Bodies of requests that are too large to be read before anybody has looked who sends them. */
final class RequestBody {

    private RequestBody() {}

    /**
     * Octets that the client announces.
     *
     * @throws posthorn.runtime.http.ProblemException when it does not, or more than so many
     */
    static long length(HttpServerRequest request, long most) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        long length;
        try {
            length = announced == null ? -1 : Long.parseLong(announced);
        } catch (NumberFormatException none) {
            length = -1;
        }
        if (length < 0) {
            throw MailProblems.invalid(
                            "The request does not say how long it is.",
                            "Send a Content-Length field.")
                    .exception();
        }
        if (length > most) {
            throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "The request has more than " + most + " octets.",
                            "Send less.")
                    .exception();
        }
        return length;
    }

    /** All of it, in memory. */
    static Uni<Buffer> whole(HttpServerRequest request) {
        return Uni.createFrom()
                .completionStage(() -> {
                    Future<Buffer> body = request.body();
                    request.resume();
                    return body.toCompletionStage();
                });
    }

    /** As it comes, as fast as it is taken. */
    static Multi<AppendPart> parts(HttpServerRequest request) {
        return MultiHelper.toMulti(request)
                .map(chunk ->
                        AppendPart.newBuilder()
                                .setChunk(UnsafeByteOperations.unsafeWrap(chunk.getBytes()))
                                .build());
    }
}
