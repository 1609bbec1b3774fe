package posthorn.e2e.site;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** An OpenID Connect issuer: its discovery document, its keys, and tokens of people. */
public final class IssuerHost {

    /** Whom its tokens are for. */
    static final String AUDIENCE = "posthorn";

    private final String issuer;
    private final RSAKey key;

    private IssuerHost(String issuer, RSAKey key) {
        this.issuer = issuer;
        this.key = key;
    }

    static IssuerHost start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            String issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/mail";
            RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
            serve(
                    server,
                    "/realms/mail/.well-known/openid-configuration",
                    "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/certs\"}");
            serve(server, "/realms/mail/certs", new JWKSet(key).toPublicJWKSet().toString());
            server.start();
            return new IssuerHost(issuer, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(HttpServer server, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.US_ASCII);
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders().add("Content-Type", "application/json");
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
    }

    /** Its name, as its tokens have it. */
    String issuer() {
        return issuer;
    }

    /** A token of somebody, as Keycloak makes them. */
    public String token(String address) {
        return token(address, Duration.ofMinutes(5));
    }

    /** One whose time is over. */
    public String expiredToken(String address) {
        return token(address, Duration.ofHours(-1));
    }

    private String token(String address, Duration valid) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                            new JWTClaimsSet.Builder()
                                    .issuer(issuer)
                                    .audience(AUDIENCE)
                                    .expirationTime(Date.from(Instant.now().plus(valid)))
                                    .claim("scope", "openid email")
                                    .claim("email", address)
                                    .claim("email_verified", true)
                                    .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
