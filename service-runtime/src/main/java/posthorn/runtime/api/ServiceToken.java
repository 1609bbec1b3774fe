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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.TokenFile;

/** The token that the services show one another. A service without one does not start. */
@Singleton
public final class ServiceToken implements ClientInterceptor {

    /** Where a call carries it. */
    public static final Metadata.Key<String> HEADER =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String KEY = "posthorn.service-token-file";

    private final String bearer;

    @Inject
    ServiceToken(PosthornSettings settings) {
        this.bearer = "Bearer " + read(settings);
    }

    /**
     * The token.
     *
     * @throws BadSetting when there is none, or it cannot be read
     */
    public static String read(PosthornSettings settings) {
        Path file =
                settings.serviceTokenFile()
                        .orElseThrow(() ->
                                new BadSetting(
                                        KEY,
                                        "is not set, has to name a file with the token that the"
                                                + " services show one another"));
        return TokenFile.read(KEY, file);
    }

    /**
     * Whether {@code header} shows the token; takes the same time for every wrong one of equal
     * length.
     */
    public boolean shownIn(@Nullable String header) {
        return header != null
                && MessageDigest.isEqual(
                        bearer.getBytes(StandardCharsets.UTF_8),
                        header.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                headers.put(HEADER, bearer);
                super.start(listener, headers);
            }
        };
    }
}
