package posthorn.mailbox.rest.access;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import posthorn.mailbox.session.Session;
import posthorn.runtime.log.Audit;

/**
 * Writes down each request that changes something, whoever sends it and whatever comes of it, one
 * line of the audit log each. Bodies are not logged: passwords stand in them. Answers are kept by
 * no cache, unless they say otherwise. What services ask each other is not among them.
 */
public final class AuditLog {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int SESSION_NAME = 8;

    private final Access access;

    @Inject
    AuditLog(Access access) {
        this.access = access;
    }

    /** Looks at each answer of a resource. */
    @ServerResponseFilter
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putIfAbsent("X-Content-Type-Options", List.of("nosniff"));
        if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (!READING.contains(request.getMethod()) && access.isAsked()) {
            Audit.record(
                    new Audit.Act(
                            request.getMethod(),
                            request.getUriInfo().getPath(),
                            access.principal().map(Principal::name).orElse(""),
                            access.principal().map(AuditLog::role).orElse(""),
                            access.clientAddress(),
                            access.session().map(Session::id).map(AuditLog::named).orElse(""),
                            String.valueOf(response.getStatus()),
                            access.subject()));
        }
    }

    /** The first characters of the digest of a session's token: it opens nothing. */
    private static String named(String digest) {
        return digest.substring(0, Math.min(SESSION_NAME, digest.length()));
    }

    static String role(Principal who) {
        return switch (who) {
            case Principal.Admin admin -> Role.ADMIN.word();
            case Principal.DomainAdmin admin -> Role.DOMAIN_ADMIN.word();
            case Principal.User user -> Role.USER.word();
            case Principal.Service service -> Role.SERVICE.word();
        };
    }
}
