package posthorn.mailbox.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuerTokensTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ISSUER = "https://id.example.test/realms/mail";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final TokenResult ALICE = new TokenResult.Good("alice@example.test");

    private final TestIssuer issuer = new TestIssuer(ISSUER);
    private Instant now = NOW;
    private final IssuerTokens tokens =
            new IssuerTokens(
                    rules(ISSUER, Set.of("mail"), "email"),
                    issuer.configuration(),
                    issuer,
                    new IssuerTokens.Limits(
                            Duration.ofHours(1), Duration.ofDays(1), Duration.ofMillis(1), 10),
                    () -> now);

    private static TokenRules rules(String issuer, Set<String> scopes, String... claims) {
        return new TokenRules(
                issuer, Set.of("posthorn"), scopes, List.of(claims), Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        tokens.close();
    }

    private TokenResult check(String token) {
        return tokens.check(token).await().atMost(PATIENCE);
    }

    /** As Keycloak 26 makes access tokens. */
    private static Map<String, Object> keycloak() {
        Map<String, Object> claims = new HashMap<>();
        claims.put("exp", NOW.plusSeconds(300).getEpochSecond());
        claims.put("iat", NOW.getEpochSecond());
        claims.put("jti", "onrtac:5d5e7b6e-8ee7-4c4c-b9a5-6ec2b0f3d4f1");
        claims.put("iss", ISSUER);
        claims.put("aud", List.of("posthorn", "account"));
        claims.put("sub", "0b3b8d4e-1d3f-4a53-9a06-1c4f6b7d2f11");
        claims.put("typ", "Bearer");
        claims.put("azp", "thunderbird");
        claims.put("acr", "1");
        claims.put("realm_access", Map.of("roles", List.of("offline_access")));
        claims.put("scope", "openid mail email profile");
        claims.put("email_verified", true);
        claims.put("preferred_username", "alice");
        claims.put("email", "alice@example.test");
        return claims;
    }

    private static Map<String, Object> keycloak(String claim, Object value) {
        Map<String, Object> claims = keycloak();
        claims.put(claim, value);
        return claims;
    }

    @Test
    void keycloaksTokenOpensItsOwnersAccount() {
        assertEquals(ALICE, check(issuer.token(keycloak())));
        assertEquals(
                ALICE,
                check(
                        TestIssuer.token(
                                keycloak(),
                                issuerKey(TestIssuer.elliptic("second")),
                                new JOSEObjectType("at+jwt"))));
    }

    private com.nimbusds.jose.jwk.JWK issuerKey(com.nimbusds.jose.jwk.JWK key) {
        issuer.rotate(key);
        return key;
    }

    @Test
    void microsoftsTokenHasScpAndAUserName() {
        Map<String, Object> claims =
                Map.ofEntries(
                        Map.entry("aud", "posthorn"),
                        Map.entry("iss", "https://login.microsoftonline.com/TENANT/v2.0"),
                        Map.entry("iat", NOW.getEpochSecond()),
                        Map.entry("nbf", NOW.getEpochSecond()),
                        Map.entry("exp", NOW.plusSeconds(4000).getEpochSecond()),
                        Map.entry("aio", "AWQAm/8XAAAA"),
                        Map.entry("azp", "08162f7c-0fd2-4200-a84a-f25a4db0b584"),
                        Map.entry("name", "Alice Example"),
                        Map.entry("oid", "c1f0b3a4-0000-0000-0000-000000000001"),
                        Map.entry("preferred_username", "Alice@Example.test"),
                        Map.entry("scp", "IMAP.AccessAsUser.All SMTP.Send"),
                        Map.entry("sub", "Q5ZMlT"),
                        Map.entry("tid", "TENANT"),
                        Map.entry("ver", "2.0"));
        TokenRules rules =
                rules(
                        "https://login.microsoftonline.com/TENANT/v2.0",
                        Set.of("IMAP.AccessAsUser.All"),
                        "email",
                        "preferred_username");
        assertEquals(new TokenResult.Good("Alice@Example.test"), check(rules, claims));
        assertEquals(
                new TokenResult.Refused("it lacks the scope POP.AccessAsUser.All"),
                check(
                        rules(
                                "https://login.microsoftonline.com/TENANT/v2.0",
                                Set.of("POP.AccessAsUser.All"),
                                "email"),
                        claims));
    }

    @Test
    void googlesTokenHasNoScopeAndMayLeaveTheSchemeOut() {
        for (String iss : List.of("https://accounts.google.com", "accounts.google.com")) {
            Map<String, Object> claims =
                    Map.of(
                            "iss", iss,
                            "azp", "1234987819200.apps.googleusercontent.com",
                            "aud", "posthorn",
                            "sub", "10769150350006150715113082367",
                            "at_hash", "HK6E_P6Dh8Y93mRNtsDB1Q",
                            "hd", "example.test",
                            "email", "alice@example.test",
                            "email_verified", true,
                            "iat", NOW.getEpochSecond(),
                            "exp", NOW.plusSeconds(3600).getEpochSecond());
            assertEquals(
                    ALICE, check(rules("https://accounts.google.com", Set.of(), "email"), claims));
        }
    }

    private static TokenResult check(TokenRules rules, Map<String, Object> claims) {
        try {
            return rules.check(JWTClaimsSet.parse(claims), NOW);
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachClaimThatDoesNotFitHasItsOwnWords() {
        assertEquals(
                new TokenResult.Refused("it is of another issuer"),
                check(issuer.token(keycloak("iss", "https://other.example.test"))));
        assertEquals(
                new TokenResult.Refused("it is for another audience"),
                check(issuer.token(keycloak("aud", "account"))));
        assertEquals(
                new TokenResult.Refused("it lacks the scope mail"),
                check(issuer.token(keycloak("scope", "openid mailing email"))));
        assertEquals(
                new TokenResult.Refused("its issuer has not verified the address"),
                check(issuer.token(keycloak("email_verified", false))));
        assertEquals(
                new TokenResult.Refused("it is not valid yet"),
                check(issuer.token(keycloak("nbf", NOW.plusSeconds(90).getEpochSecond()))));
        Map<String, Object> nobodys = keycloak();
        nobodys.remove("email");
        assertEquals(
                new TokenResult.Refused("it has no claim email"), check(issuer.token(nobodys)));
        Map<String, Object> forEver = keycloak();
        forEver.remove("exp");
        assertEquals(
                new TokenResult.Refused("it does not say when it expires"),
                check(issuer.token(forEver)));
    }

    @Test
    void aTokenExpiresAMinuteAfterItsTime() {
        String token = issuer.token(keycloak());
        now = NOW.plusSeconds(359);
        assertEquals(ALICE, check(token));
        now = NOW.plusSeconds(360);
        assertEquals(new TokenResult.Expired(), check(token));
    }

    @Test
    void whatTheIssuerHasNotSignedIsForged() throws java.text.ParseException {
        String token = issuer.token(keycloak());
        String other = issuer.token(keycloak("email", "bob@example.test"));
        String[] parts = token.split("\\.");
        String[] others = other.split("\\.");
        for (String forged :
                List.of(
                        parts[0] + "." + others[1] + "." + parts[2],
                        TestIssuer.token(keycloak(), TestIssuer.rsa("first"), JOSEObjectType.JWT),
                        new PlainJWT(JWTClaimsSet.parse(keycloak())).serialize(),
                        "ya29.opaque",
                        "")) {
            assertInstanceOf(TokenResult.Forged.class, check(forged), forged);
        }
    }

    @Test
    void keysAreKeptAndReadAgainWhenTheIssuerChangesThem() {
        String before = issuer.token(keycloak());
        check(before);
        check(before);
        assertEquals(1, issuer.reads);
        issuer.rotate(TestIssuer.rsa("second"));
        assertEquals(ALICE, check(issuer.token(keycloak())));
        assertEquals(2, issuer.reads);
    }

    @Test
    void anIssuerThatIsAwayIsNoReasonToRefuse() {
        issuer.away = true;
        assertEquals(new TokenResult.Unavailable(), check(issuer.token(keycloak())));
        issuer.away = false;
        assertEquals(ALICE, check(issuer.token(keycloak())));
        issuer.away = true;
        assertEquals(ALICE, check(issuer.token(keycloak())));
    }
}
