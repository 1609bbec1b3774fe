package posthorn.mailbox;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import posthorn.mailbox.oauth.BearerTokens;
import posthorn.mailbox.oauth.IssuerTokens;
import posthorn.mailbox.oauth.TokenRules;
import posthorn.runtime.signin.OauthSettings;
import posthorn.runtime.signin.SignInOffers;

/** The issuer of tokens, as the settings name it. */
final class IssuerParts {

    private static final String TRUSTED = "posthorn.oauth.trusted-certificates";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    /** Octets of a discovery document, and of a set of keys. */
    private static final int MOST_OCTETS = 512 * 1024;

    private IssuerParts() {}

    /** Tokens of the issuer that is set; of none when none is. */
    static BearerTokens tokens(OauthSettings settings) {
        return settings.issuer()
                .<BearerTokens>map(issuer -> tokens(issuer, settings))
                .orElse(BearerTokens.NONE);
    }

    private static IssuerTokens tokens(String issuer, OauthSettings settings) {
        return new IssuerTokens(
                new TokenRules(
                        issuer,
                        Set.copyOf(settings.audience().orElse(List.of())),
                        Set.copyOf(settings.scope().orElse(List.of())),
                        settings.addressClaims(),
                        settings.clockSkew()),
                settings.configurationUrl().orElseGet(() -> discovery(issuer)),
                web(settings),
                new IssuerTokens.Limits(
                        settings.keysKept(),
                        settings.keysKeptWhenAway(),
                        settings.keysReadEvery(),
                        settings.waiting()),
                InstantSource.system());
    }

    /** OpenID Connect Discovery 1.0 §4.1. */
    private static URI discovery(String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(base + DISCOVERY);
    }

    private static ResourceRetriever web(OauthSettings settings) {
        int within = Math.toIntExact(settings.within().toMillis());
        return new DefaultResourceRetriever(
                within,
                within,
                MOST_OCTETS,
                true,
                settings.trustedCertificates().map(IssuerParts::trusting).orElse(null));
    }

    private static SSLSocketFactory trusting(Path file) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (X509Certificate authority : SignInOffers.certificates(TRUSTED, file)) {
                trusted.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up with " + file, e);
        }
    }
}
