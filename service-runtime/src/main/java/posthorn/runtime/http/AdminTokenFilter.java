package posthorn.runtime.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.TokenFile;

/**
 * Lets nobody below {@code /api} without the admin token (RFC 6750). Health and metrics lie
 * elsewhere.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public final class AdminTokenFilter implements ContainerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final Optional<byte[]> token;

    @Inject
    AdminTokenFilter(PosthornSettings settings) {
        this.token =
                settings.adminTokenFile()
                        .map(file -> TokenFile.read("posthorn.admin-token-file", file))
                        .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (path.startsWith("/api/")
                && !shown(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            request.abortWith(
                    Response.status(Response.Status.UNAUTHORIZED)
                            .type(MediaType.APPLICATION_JSON_TYPE)
                            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"posthorn\"")
                            .entity(new Problem("The admin token is missing or wrong.", advice()))
                            .build());
        }
    }

    private boolean shown(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith(BEARER)
                && token.isPresent()
                && MessageDigest.isEqual(
                        token.get(),
                        authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }

    private String advice() {
        return token.isPresent()
                ? "Send 'Authorization: Bearer' with the token from the file that posthorn.admin-token-file names."
                : "Set posthorn.admin-token-file and start again.";
    }
}
