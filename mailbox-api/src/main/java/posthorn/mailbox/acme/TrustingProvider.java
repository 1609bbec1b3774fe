package posthorn.mailbox.acme;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.signin.SignInOffers;

/** Any authority, by its URL, checked by certificates of our choice. */
final class TrustingProvider extends AbstractAcmeProvider {
    private static final String KEY = "posthorn.acme.trusted-certificates";

    private final Optional<Path> trusted;

    /**
     * A provider.
     *
     * @param trusted PEM file; empty: those of the JDK
     */
    TrustingProvider(Optional<Path> trusted) {
        this.trusted = trusted;
    }

    @Override
    public boolean accepts(URI server) {
        return true;
    }

    @Override
    public URL resolve(URI server) {
        try {
            return server.toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    protected HttpConnector createHttpConnector(NetworkSettings network) {
        Optional<SSLContext> context = trusted.map(TrustingProvider::context);
        return new HttpConnector(network) {
            @Override
            public HttpClient.Builder createClientBuilder() {
                HttpClient.Builder builder = super.createClientBuilder();
                context.ifPresent(builder::sslContext);
                return builder;
            }
        };
    }

    private static SSLContext context(Path file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var each : SignInOffers.certificates(KEY, file)) {
                store.setCertificateEntry(String.valueOf(number++), each);
            }
            TrustManagerFactory managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new BadSetting(KEY, "is " + file + ", which cannot be used");
        }
    }
}
