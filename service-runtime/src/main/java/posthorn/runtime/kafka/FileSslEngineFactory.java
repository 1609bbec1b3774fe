package posthorn.runtime.kafka;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.FileTls;
import posthorn.runtime.tls.TlsMaterial;

/**
 * TLS of our clients of Kafka, by PEM files as they are when a connection is made: a certificate,
 * key or authority that was replaced counts for each new connection, without a new client. What
 * does not change with it: connections that stand, which brokers end after {@code
 * connections.max.idle.ms} without a request, or with their certificate. Kafka makes it by its
 * name; see {@link KafkaSecurity}.
 */
public final class FileSslEngineFactory implements SslEngineFactory {

    /** Keys under which the names of the files stand among a client's settings. */
    static final String TRUSTED = KafkaSecurity.PREFIX + "trusted-certificates";

    static final String CERTIFICATE = KafkaSecurity.PREFIX + "certificate";
    static final String KEY = KafkaSecurity.PREFIX + "key";

    private @Nullable SSLContext context;

    /** For Kafka, which calls {@link #configure} before anything else. */
    public FileSslEngineFactory() {}

    @Override
    public void configure(Map<String, ?> settings) {
        context =
                FileTls.of(
                                KafkaSecurity.PREFIX,
                                file(settings, TRUSTED),
                                file(settings, CERTIFICATE),
                                file(settings, KEY))
                        .context();
    }

    private static Optional<Path> file(Map<String, ?> settings, String key) {
        return Optional.ofNullable(settings.get(key)).map(name -> Path.of(name.toString()));
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, @Nullable String identification) {
        if (context == null) {
            throw new IllegalStateException("it is not configured");
        }
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(TlsMaterial.VERSIONS.toArray(new String[0]));
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(identification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("it is for clients");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> next) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
