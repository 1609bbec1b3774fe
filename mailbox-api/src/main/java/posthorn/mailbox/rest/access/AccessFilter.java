package posthorn.mailbox.rest.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.http.AdminToken;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.http.ProblemException;
import posthorn.runtime.http.ResourceGuard;
import posthorn.runtime.log.SignInLog;

/**
 * Finds out who asks, by the Authorization field or by a browser's cookie, and whether the
 * resource's method is for them. A cookie counts only where no other site can have made the browser
 * send it: what changes something has to name this host in its Origin field.
 */
@Singleton
public final class AccessFilter implements ResourceGuard {

    private static final Logger LOG = Logger.getLogger(AccessFilter.class);
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Principals principals;
    private final Access access;
    private final Callers callers;
    private final CurrentVertxRequest current;
    private final OperatorPort operators;
    private final TokenUses tokens = new TokenUses();

    @Inject
    AccessFilter(
            Principals principals,
            Access access,
            Callers callers,
            CurrentVertxRequest current,
            OperatorPort operators) {
        this.principals = principals;
        this.access = access;
        this.callers = callers;
        this.current = current;
        this.operators = operators;
    }

    @Override
    public Uni<Void> admit(ContainerRequestContext request, Method resource) {
        AllowedTo annotation = resource.getAnnotation(AllowedTo.class);
        List<Role> allowed = annotation == null ? List.of() : List.of(annotation.value());
        Caller caller = callers.of(current.getCurrent().request());
        access.asked(null, caller);
        return found(request, caller)
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(AccessFilter::away)
                .invoke(who -> admit(who, allowed, caller))
                .replaceWithVoid();
    }

    private void admit(Optional<Principals.Found> who, List<Role> forWhom, Caller caller) {
        access.asked(who.orElse(null), caller);
        tokens.used(who, caller);
        List<Role> allowed = operators.heard(forWhom);
        if (!allowed.contains(Role.ANYONE)) {
            if (who.isEmpty()) {
                throw signInNeeded().exception();
            }
            Set<Role> roles = who.get().principal().roles();
            if (Collections.disjoint(roles, allowed)) {
                throw Collections.disjoint(roles, forWhom)
                        ? forbidden(forWhom).exception()
                        : OperatorPort.elsewhere().exception();
            }
        }
        access.admitted(allowed);
    }

    private Uni<Optional<Principals.Found>> found(ContainerRequestContext request, Caller caller) {
        String shown = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (shown != null) {
            return principals
                    .byAuthorization(shown)
                    .invoke(who -> {
                        if (who.isEmpty()) {
                            SignInLog.failed("rest", "", caller.address(), "bad-token");
                        }
                    });
        }
        Cookie cookie = request.getCookies().get(SessionCookie.name(caller));
        if (cookie == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (!READING.contains(request.getMethod())) {
            requireOwn(request.getHeaderString("Origin"), caller);
        }
        return principals.bySession(cookie.getValue());
    }

    /** Refuses a request that another site has made a browser send. */
    private static void requireOwn(@Nullable String origin, Caller caller) {
        if (origin == null || !caller.isOwn(origin)) {
            throw foreign().exception();
        }
    }

    static Problem foreign() {
        return Problem.of(
                ProblemCode.FOREIGN_ORIGIN,
                "The request's Origin is not this host.",
                "Send it from a page of this host; behind a proxy set"
                        + " posthorn.mailbox-api.http.trusted-networks.");
    }

    private static Throwable away(Throwable failure) {
        LOG.warn("whether a session is valid is not known now", failure);
        return Problem.of(
                        ProblemCode.STORE_AWAY,
                        "Whether you have signed in cannot be looked up now.",
                        "Try again when /q/health/ready (port 9000) is UP.")
                .exception();
    }

    private static Problem signInNeeded() {
        return Problem.of(
                ProblemCode.SIGN_IN_NEEDED,
                "Nobody has signed in, or the token or session is not valid any more.",
                "Sign in by POST /v1/sessions, or send 'Authorization: Bearer' with a token of "
                        + AdminToken.KEY
                        + ".");
    }

    private static Problem forbidden(List<Role> allowed) {
        return Problem.of(
                ProblemCode.FORBIDDEN,
                "You may not do this.",
                "It is for: " + String.join(", ", allowed.stream().map(Role::word).toList()) + ".");
    }
}
