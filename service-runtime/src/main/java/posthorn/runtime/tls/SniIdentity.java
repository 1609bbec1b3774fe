package posthorn.runtime.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives each handshake the certificate for the name that its client asks for. One context of TLS
 * serves all names, so that a name more costs no memory of its own. Safe for all threads.
 */
public final class SniIdentity extends X509ExtendedKeyManager {
    /** The protocol in which a certificate authority looks at a challenge (RFC 8737 §3). */
    public static final String ACME_TLS = "acme-tls/1";

    private static final String CHALLENGE = "challenge ";

    private final CertificateSet certificates;
    private final Function<String, Optional<ServerCertificate>> challenges;
    private final InstantSource clock;

    /** One that chooses from a set. */
    public SniIdentity(CertificateSet certificates) {
        this(certificates, name -> Optional.empty());
    }

    /**
     * One that answers challenges, too.
     *
     * @param challenges the certificate that proves a name to whoever speaks {@link #ACME_TLS};
     *     must not wait
     */
    public SniIdentity(
            CertificateSet certificates, Function<String, Optional<ServerCertificate>> challenges) {
        this.certificates = certificates;
        this.challenges = challenges;
        this.clock = InstantSource.system();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        String name = asked(engine);
        if (ACME_TLS.equals(engine.getHandshakeApplicationProtocol())) {
            return name != null && certificate(CHALLENGE + name).isPresent()
                    ? CHALLENGE + name
                    : null;
        }
        return certificates
                .choose(name, keyType, clock.instant())
                .map(chosen -> String.valueOf(certificates.number(chosen)))
                .orElse(null);
    }

    private static @Nullable String asked(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            List<SNIServerName> names = session.getRequestedServerNames();
            for (SNIServerName name : names) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    private Optional<ServerCertificate> certificate(String alias) {
        return alias.startsWith(CHALLENGE)
                ? challenges.apply(alias.substring(CHALLENGE.length()))
                : Optional.of(certificates.all().get(Integer.parseInt(alias)));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return certificate(alias)
                .map(each -> each.chain().toArray(new X509Certificate[0]))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return certificate(alias).map(ServerCertificate::key).orElse(null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    /** Sockets that are no engines have no part here. */
    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
