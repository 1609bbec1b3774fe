package posthorn.mailbox.oauth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;

/**
 * The issuer's keys, as its discovery document says where they are; both are read each time.
 * Whoever asks keeps them. Calls wait.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private final String issuer;
    private final URI configuration;
    private final ResourceRetriever web;

    /**
     * @param issuer that the document has to be of
     * @param configuration where the document is
     */
    IssuerKeys(String issuer, URI configuration, ResourceRetriever web) {
        this.issuer = issuer;
        this.configuration = configuration;
        this.web = web;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws KeySourceException {
        try {
            return JWKSet.parse(web.retrieveResource(keys()).getContent());
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new JWKSetUnavailableException(
                    "the keys of " + issuer + " cannot be had: " + e.getMessage(), e);
        }
    }

    private URL keys() throws IOException, ParseException {
        Map<String, Object> document =
                JSONObjectUtils.parse(web.retrieveResource(configuration.toURL()).getContent());
        String named = JSONObjectUtils.getString(document, "issuer");
        if (!issuer.equals(named)) {
            throw new IOException("its discovery document is of " + named);
        }
        String keys = JSONObjectUtils.getString(document, "jwks_uri");
        if (keys == null) {
            throw new IOException("its discovery document names no jwks_uri");
        }
        return url(keys);
    }

    private URL url(String keys) throws MalformedURLException {
        URI uri = URI.create(keys);
        if (!"https".equals(uri.getScheme()) && !"http".equals(configuration.getScheme())) {
            throw new MalformedURLException(keys + " is no https URL");
        }
        return uri.toURL();
    }

    @Override
    public void close() {}
}
