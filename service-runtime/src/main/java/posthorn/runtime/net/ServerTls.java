package posthorn.runtime.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.TlsMaterial;

/**
 * The TLS side of listeners: TLS 1.2 and 1.3 with the certificate of the moment. Built anew when
 * the source gives another certificate; connections that stand keep theirs. Any thread.
 */
public final class ServerTls implements Supplier<SslContext> {
    private static final int SESSIONS = 10_000;

    private record Built(KeyCertOptions from, SslContext context) {}

    private final Vertx vertx;
    private final Supplier<? extends KeyCertOptions> certificate;
    private volatile @Nullable Built built;

    /**
     * TLS with a certificate that may change.
     *
     * @param certificate asked at each handshake; another object means another certificate
     */
    public ServerTls(Vertx vertx, Supplier<? extends KeyCertOptions> certificate) {
        this.vertx = vertx;
        this.certificate = certificate;
    }

    /** TLS with the certificate of this server. */
    public static ServerTls of(Vertx vertx, TlsMaterial material) {
        return new ServerTls(vertx, material::current);
    }

    /**
     * What a handshake needs.
     *
     * @throws IllegalStateException certificate and key do not serve
     */
    @Override
    public SslContext get() {
        KeyCertOptions wanted = certificate.get();
        Built last = built;
        if (last != null && last.from().equals(wanted)) {
            return last.context();
        }
        SslContext context = build(wanted);
        built = new Built(wanted, context);
        return context;
    }

    private SslContext build(KeyCertOptions options) {
        try {
            return SslContextBuilder.forServer(options.getKeyManagerFactory(vertx))
                    .sslProvider(SslProvider.JDK)
                    .protocols(TlsMaterial.VERSIONS)
                    .sessionCacheSize(SESSIONS)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the certificate cannot be used", e);
        } catch (Exception e) {
            throw new IllegalStateException("the key cannot be used", e);
        }
    }
}
