package posthorn.runtime.http;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.token.Token;
import posthorn.runtime.token.TokenFile;

/** The tokens that administrators show. Read at start, so that a wrong file stops it. */
@Startup
@Singleton
public final class AdminToken {

    /** The setting that names the file. */
    public static final String KEY = "posthorn.admin-token-file";

    /** Name of a token that the file gives none. */
    public static final String KIND = "admin";

    private final Optional<TokenFile> file;

    @Inject
    AdminToken(PosthornSettings settings) {
        this.file =
                settings.adminTokenFile()
                        .map(path ->
                                new TokenFile(
                                        KEY,
                                        path,
                                        KIND,
                                        settings.tokenFilesReadEvery(),
                                        settings.tokenOverlap()));
    }

    /** All that are valid now; none: there is no file of them. */
    public List<Token> tokens() {
        return file.map(TokenFile::tokens).orElse(List.of());
    }

    /** The token that an Authorization field shows; null: there is no such field. */
    public Optional<Token> shownIn(@Nullable String authorization) {
        return file.flatMap(tokens -> tokens.shownIn(authorization));
    }
}
