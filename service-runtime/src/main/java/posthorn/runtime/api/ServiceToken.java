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

    private final String bearer;

    @Inject
    ServiceToken(PosthornSettings settings) {
        String key = "posthorn.service-token-file";
        this.bearer =
                "Bearer "
                        + TokenFile.read(
                                key,
                                settings.serviceTokenFile()
                                        .orElseThrow(() ->
                                                new BadSetting(
                                                        key,
                                                        "has to name a file with the token that the services show one another")));
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
