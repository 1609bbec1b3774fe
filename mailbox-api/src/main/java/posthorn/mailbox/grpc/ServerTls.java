package posthorn.mailbox.grpc;

import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import posthorn.runtime.api.GrpcTls;
import posthorn.runtime.api.MailboxApiSettings;
import posthorn.runtime.tls.FileIdentity;
import posthorn.runtime.tls.TlsMaterial;

/**
 * Encrypts the gRPC server as {@code posthorn.mailbox-api.tls.*} says. The framework's own settings
 * read files once; these are read again, so that a certificate that was renewed is shown without a
 * restart.
 */
@Singleton
public final class ServerTls implements ServerBuilderCustomizer<VertxServerBuilder> {

    private final MailboxApiSettings.Tls settings;

    @Inject
    ServerTls(MailboxApiSettings settings) {
        this.settings = settings.tls();
    }

    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        GrpcTls.identity(settings)
                .ifPresent(shown -> builder.useSsl(options -> encrypt(options, shown)));
    }

    private void encrypt(HttpServerOptions options, FileIdentity shown) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(KeyCertOptions.wrap(shown))
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsMaterial.VERSIONS));
        GrpcTls.callers(settings)
                .ifPresent(trusted ->
                        options.setClientAuth(ClientAuth.REQUIRED)
                                .setTrustOptions(TrustOptions.wrap(trusted)));
    }
}
