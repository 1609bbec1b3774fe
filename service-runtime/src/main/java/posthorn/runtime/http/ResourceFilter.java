package posthorn.runtime.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.api.ServiceToken;
import posthorn.runtime.log.SignInLog;

/**
 * Stands before every resource, whatever its path looks like: those {@link ForServices} want the
 * service token, all others what the {@link ResourceGuard} wants, and where there is none nobody
 * may call them. Health and metrics are no resources and need nothing.
 */
public final class ResourceFilter {

    private final Instance<ResourceGuard> guard;
    private final Instance<ServiceToken> token;
    private final CurrentVertxRequest current;

    /**
     * The framework makes filters before there are settings: so the others are asked for with the
     * first request.
     */
    @Inject
    ResourceFilter(
            Instance<ResourceGuard> guard,
            Instance<ServiceToken> token,
            CurrentVertxRequest current) {
        this.guard = guard;
        this.token = token;
        this.current = current;
    }

    /** Nothing, where the request may pass; else the answer. */
    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Uni<@Nullable Response> filter(ContainerRequestContext request, ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method.getDeclaringClass().isAnnotationPresent(ForServices.class)) {
            return Uni.createFrom().item(forService(request));
        }
        return guard.isResolvable()
                ? guard.get().admit(request, method).onItem().transform(nothing -> null)
                : Uni.createFrom()
                        .item(
                                Problem.of(
                                                ProblemCode.FORBIDDEN,
                                                "Nobody may call this.",
                                                "See /v1/docs for what there is.")
                                        .response());
    }

    private @Nullable Response forService(ContainerRequestContext request) {
        String shown = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (token.get().shownIn(shown).isPresent()) {
            return null;
        }
        if (shown != null) {
            SignInLog.failed("rest", "", clientAddress(), "bad-token");
        }
        return Problem.of(
                        ProblemCode.SIGN_IN_NEEDED,
                        "The service token is missing or another one.",
                        "Ask mailbox-api, below /v1; the services themselves show the token of "
                                + ServiceToken.KEY
                                + ".")
                .response();
    }

    private String clientAddress() {
        SocketAddress client = current.getCurrent().request().remoteAddress();
        return client == null ? "" : client.hostAddress();
    }
}
