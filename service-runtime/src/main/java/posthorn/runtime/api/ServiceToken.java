package posthorn.runtime.api;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.token.Token;
import posthorn.runtime.token.TokenFile;

/**
 * The token that the services show one another. A service without one does not start. While the
 * file holds an old and a new one, a caller shows both and whoever is called takes either: so pods
 * may read the changed file at different times.
 */
@Singleton
public final class ServiceToken implements ClientInterceptor {

    /** Where a call carries it; once for each token. */
    public static final Metadata.Key<String> HEADER =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** The setting that names the file. */
    public static final String KEY = "posthorn.service-token-file";

    /** Name of a token that the file gives none. */
    public static final String KIND = "service";

    private final TokenFile file;

    /** The tokens of the file that the settings name. */
    @Inject
    public ServiceToken(PosthornSettings settings) {
        this.file =
                new TokenFile(
                        KEY,
                        path(settings),
                        KIND,
                        settings.tokenFilesReadEvery(),
                        settings.tokenOverlap());
    }

    /**
     * Refuses settings without a token.
     *
     * @throws BadSetting when there is none, or it cannot be read
     */
    public static void check(PosthornSettings settings) {
        TokenFile.read(KEY, path(settings), KIND);
    }

    private static Path path(PosthornSettings settings) {
        return settings.serviceTokenFile()
                .orElseThrow(() ->
                        new BadSetting(
                                KEY,
                                "is not set, has to name a file with the token that the"
                                        + " services show one another"));
    }

    /** The token that an Authorization field shows; null: there is no such field. */
    public Optional<Token> shownIn(@Nullable String authorization) {
        return file.shownIn(authorization);
    }

    /** Whether a call shows a token that is valid, beside others that are not. */
    public boolean shownIn(Metadata headers) {
        Iterable<String> shown = headers.getAll(HEADER);
        if (shown != null) {
            for (String each : shown) {
                if (shownIn(each).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** All tokens that are valid now: what is made with one of them is checked with each. */
    public List<Token> tokens() {
        return file.tokens();
    }

    /** What a caller shows, as values of Authorization fields. */
    public List<String> bearers() {
        return tokens().stream().map(token -> "Bearer " + token.value()).toList();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                bearers().forEach(bearer -> headers.put(HEADER, bearer));
                super.start(listener, headers);
            }
        };
    }
}
