package posthorn.runtime.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.CertificateSet;
import posthorn.runtime.tls.SniIdentity;
import posthorn.runtime.tls.TlsMaterial;

/**
 * The TLS side of listeners: TLS 1.2 and 1.3, each client is shown the certificate for the name
 * that it asks for. Built anew when the source gives other certificates, so that no session goes on
 * with one that has been replaced; connections that stand keep theirs. Any thread.
 */
public final class ServerTls implements Supplier<SslContext> {
    private static final int SESSIONS = 10_000;

    private record Built(CertificateSet from, SslContext context) {}

    private final Supplier<CertificateSet> certificates;
    private final List<X509Certificate> clientAuthorities;
    private volatile @Nullable Built built;

    /**
     * TLS with certificates that may change.
     *
     * @param certificates asked at each handshake; another object means other certificates
     */
    public ServerTls(Supplier<CertificateSet> certificates) {
        this(certificates, List.of());
    }

    /**
     * TLS with certificates that may change, which asks clients for one of their own.
     *
     * @param certificates asked at each handshake; another object means other certificates
     * @param clientAuthorities whose certificates of clients are trusted; empty: they are not asked
     */
    public ServerTls(
            Supplier<CertificateSet> certificates, List<X509Certificate> clientAuthorities) {
        this.certificates = certificates;
        this.clientAuthorities = List.copyOf(clientAuthorities);
    }

    /** TLS with the certificates of this server. */
    public static ServerTls of(TlsMaterial material) {
        return of(material, List.of());
    }

    /**
     * TLS with the certificates of this server, which asks clients for one of these authorities.
     */
    public static ServerTls of(TlsMaterial material, List<X509Certificate> clientAuthorities) {
        return new ServerTls(material::current, clientAuthorities);
    }

    /**
     * What a handshake needs.
     *
     * @throws IllegalStateException TLS cannot be had
     */
    @Override
    public SslContext get() {
        CertificateSet wanted = certificates.get();
        Built last = built;
        if (last != null && last.from() == wanted) {
            return last.context();
        }
        SslContext context = build(wanted);
        built = new Built(wanted, context);
        return context;
    }

    private SslContext build(CertificateSet wanted) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forServer(new SniIdentity(wanted))
                            .sslProvider(SslProvider.JDK)
                            .protocols(TlsMaterial.VERSIONS)
                            .sessionCacheSize(SESSIONS);
            if (!clientAuthorities.isEmpty()) {
                builder.trustManager(clientAuthorities).clientAuth(ClientAuth.OPTIONAL);
            }
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("the certificates cannot be used", e);
        }
    }
}
