package posthorn.runtime.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import posthorn.runtime.log.SignInLog;

/**
 * Lets nobody to a resource without the admin token (RFC 6750), whatever its path looks like.
 * Health and metrics are no resources and need none. A wrong token is logged as a failed sign-in.
 */
@jakarta.ws.rs.ext.Provider
@Priority(Priorities.AUTHENTICATION)
public final class AdminTokenFilter implements ContainerRequestFilter {

    private final Provider<AdminToken> token;
    private final CurrentVertxRequest current;

    /**
     * The framework makes filters before there are settings: so the token is asked for with the
     * first request.
     */
    @Inject
    AdminTokenFilter(Provider<AdminToken> token, CurrentVertxRequest current) {
        this.token = token;
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String shown = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (!token.get().shownIn(shown)) {
            if (shown != null) {
                SignInLog.failed("rest", "", clientAddress(), "bad-token");
            }
            request.abortWith(
                    Response.status(Response.Status.UNAUTHORIZED)
                            .type(MediaType.APPLICATION_JSON_TYPE)
                            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"posthorn\"")
                            .entity(new Problem("The admin token is missing or wrong.", advice()))
                            .build());
        }
    }

    private String clientAddress() {
        SocketAddress client = current.getCurrent().request().remoteAddress();
        return client == null ? "" : client.hostAddress();
    }

    private String advice() {
        return token.get().isSet()
                ? "Send 'Authorization: Bearer' with the token from the file that posthorn.admin-token-file names."
                : "Set posthorn.admin-token-file and start again.";
    }
}
