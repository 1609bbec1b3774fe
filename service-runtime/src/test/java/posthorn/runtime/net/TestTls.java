package posthorn.runtime.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.BadCertificate;
import posthorn.runtime.tls.CertificatePem;
import posthorn.runtime.tls.CertificateSet;
import posthorn.runtime.tls.SelfSigned;
import posthorn.runtime.tls.ServerCertificate;

/** TLS between a test and the server that it has started, for all modules. */
public final class TestTls {

    private TestTls() {}

    /** A new certificate that nobody has signed but itself. */
    public static CertificateSet certificate(String name) {
        return CertificateSet.of(certificate(SelfSigned.create(name, Instant.now())));
    }

    /** A certificate as a server shows it. */
    public static ServerCertificate certificate(SelfSigned made) {
        try {
            return ServerCertificate.of("test", new CertificatePem(made.certificate(), made.key()));
        } catch (BadCertificate e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server's side of TLS, with a certificate and what stands behind it. */
    public static SSLContext server(SelfSigned made) {
        try {
            char[] nothing = new char[0];
            String key = made.key().replaceAll("-----[^-]+-----|\\s", "");
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, nothing);
            store.setKeyEntry(
                    "own",
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key))),
                    nothing,
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            made.certificate().getBytes(StandardCharsets.US_ASCII)))
                            .toArray(new Certificate[0]));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, nothing);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The client's side of TLS over a socket; it trusts everybody.
     *
     * @param versions of TLS that are offered, as in {@code TLSv1.3}; none: what Java offers
     */
    public static SSLSocket client(Socket socket, String... versions) throws IOException {
        SSLSocket secure = unshaken(socket);
        if (versions.length > 0) {
            secure.setEnabledProtocols(versions);
        }
        secure.startHandshake();
        return secure;
    }

    /**
     * The certificate that a server shows to a client that asks for a name.
     *
     * @param name null: none is asked for
     * @param suites of TLS 1.2 that are offered; none: what Java offers
     */
    public static X509Certificate shown(Socket socket, @Nullable String name, String... suites)
            throws IOException {
        try (SSLSocket secure = unshaken(socket)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setServerNames(name == null ? List.of() : List.of(new SNIHostName(name)));
            if (suites.length > 0) {
                parameters.setProtocols(new String[] {"TLSv1.2"});
                parameters.setCipherSuites(suites);
            }
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            return (X509Certificate) secure.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket unshaken(Socket socket) throws IOException {
        return (SSLSocket)
                trusting()
                        .getSocketFactory()
                        .createSocket(socket, "localhost", socket.getPort(), true);
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts. */
    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
