package posthorn.mailbox.https;

import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.ArrayList;
import java.util.List;
import posthorn.runtime.tls.SniIdentity;

/** TLS of the JDK that agrees to {@code acme-tls/1}, too (RFC 8737 §3). */
final class AcmeEngine extends JdkSSLEngineOptions {

    @Override
    public JdkSSLEngineOptions copy() {
        return new AcmeEngine();
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory();
    }

    private static final class Factory extends DefaultSslContextFactory {
        Factory() {
            super(SslProvider.JDK, false);
        }

        /** Behind those of HTTP: only who speaks none of them gets it. */
        @Override
        public SslContextFactory applicationProtocols(List<String> protocols) {
            List<String> all = new ArrayList<>(protocols);
            all.add(SniIdentity.ACME_TLS);
            return super.applicationProtocols(all);
        }
    }
}
