package posthorn.runtime.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import posthorn.runtime.tls.SelfSigned;

/** TLS between a test and the server that it has started, for all modules. */
public final class TestTls {

    private TestTls() {}

    /** A new certificate that nobody has signed but itself. */
    public static PemKeyCertOptions certificate(String name) {
        SelfSigned made = SelfSigned.create(name, Instant.now());
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(made.certificate()))
                .addKeyValue(Buffer.buffer(made.key()));
    }

    /**
     * The client's side of TLS over a socket; it trusts everybody.
     *
     * @param versions of TLS that are offered, as in {@code TLSv1.3}; none: what Java offers
     */
    public static SSLSocket client(Socket socket, String... versions) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        trusting()
                                .getSocketFactory()
                                .createSocket(socket, "localhost", socket.getPort(), true);
        if (versions.length > 0) {
            secure.setEnabledProtocols(versions);
        }
        secure.startHandshake();
        return secure;
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
