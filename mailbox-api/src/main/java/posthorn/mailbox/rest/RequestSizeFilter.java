package posthorn.mailbox.rest;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/**
 * Refuses requests that are larger than any has to be, before they are read: what the framework
 * reads for a method stands in memory as a whole. Behind the filter that asks who calls.
 */
public final class RequestSizeFilter {

    /** Octets of a request whose method does not read it itself. */
    public static final int MOST_OCTETS = 1024 * 1024;

    private static final int BEHIND_AUTHENTICATION = Priorities.AUTHENTICATION + 1;

    /** Nothing, where the request may pass; else the answer. */
    @ServerRequestFilter(priority = BEHIND_AUTHENTICATION)
    public Optional<Response> filter(ContainerRequestContext request, ResourceInfo resource) {
        if (resource.getResourceMethod().isAnnotationPresent(ReadsBody.class)) {
            return Optional.empty();
        }
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        boolean chunked = request.getHeaderString("Transfer-Encoding") != null;
        if (length == null ? !chunked : isSmall(length)) {
            return Optional.empty();
        }
        return Optional.of(
                Problem.of(
                                ProblemCode.TOO_LARGE,
                                "The request has more than "
                                        + MOST_OCTETS
                                        + " octets, or does not say how many.",
                                "Send less, with a Content-Length field.")
                        .response());
    }

    private static boolean isSmall(String length) {
        return length.matches("[0-9]{1,7}") && Integer.parseInt(length) <= MOST_OCTETS;
    }
}
