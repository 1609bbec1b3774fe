package posthorn.runtime.http;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.TokenFile;

/** The token that administrators show. Read at start, so that a wrong file stops it. */
@Startup
@Singleton
public final class AdminToken {

    private static final String BEARER = "Bearer ";

    private final Optional<byte[]> token;

    @Inject
    AdminToken(PosthornSettings settings) {
        this.token =
                settings.adminTokenFile()
                        .map(file -> TokenFile.read("posthorn.admin-token-file", file))
                        .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether there is one at all. */
    boolean isSet() {
        return token.isPresent();
    }

    /** Whether an Authorization field shows it; null: there is no such field. */
    boolean shownIn(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith(BEARER)
                && token.isPresent()
                && MessageDigest.isEqual(
                        token.get(),
                        authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }
}
