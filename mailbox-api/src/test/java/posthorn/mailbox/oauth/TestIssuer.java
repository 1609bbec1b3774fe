package posthorn.mailbox.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.Map;

/** An issuer of the tests' own, with a key of its own that it can change, and that can be away. */
final class TestIssuer implements ResourceRetriever {

    private final String issuer;
    private JWK key;
    boolean away;
    int reads;

    TestIssuer(String issuer) {
        this.issuer = issuer;
        this.key = rsa("first");
    }

    URI configuration() {
        return URI.create(issuer + "/.well-known/openid-configuration");
    }

    static JWK rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static JWK elliptic(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    void rotate(JWK next) {
        key = next;
    }

    String token(Map<String, Object> claims) {
        return token(claims, key, JOSEObjectType.JWT);
    }

    static String token(Map<String, Object> claims, JWK key, JOSEObjectType type) {
        try {
            JWSAlgorithm algorithm =
                    key.getKeyType().getValue().equals("RSA")
                            ? JWSAlgorithm.RS256
                            : JWSAlgorithm.ES256;
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(algorithm)
                                    .keyID(key.getKeyID())
                                    .type(type)
                                    .build(),
                            JWTClaimsSet.parse(claims));
            token.sign(
                    algorithm.equals(JWSAlgorithm.RS256)
                            ? new RSASSASigner(key.toRSAKey())
                            : new ECDSASigner(key.toECKey()));
            return token.serialize();
        } catch (JOSEException | java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        if (away) {
            throw new IOException("nobody answers");
        }
        if (url.getPath().endsWith("/.well-known/openid-configuration")) {
            return json("{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        }
        reads++;
        return json(new JWKSet(key).toPublicJWKSet().toString());
    }

    private static Resource json(String text) {
        return new Resource(text, "application/json");
    }
}
