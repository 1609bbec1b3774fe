package posthorn.mailbox.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.benmanes.caffeine.cache.Ticker;
import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.memory.MemoryDirectory;
import posthorn.mailbox.memory.MemoryOutside;
import posthorn.mailbox.memory.MemorySignInRecords;
import posthorn.mailbox.oauth.TokenResult;
import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.mailbox.signin.AttemptLimits;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.mailbox.signin.SignInKey;
import posthorn.mailbox.signin.Verified;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.protocol.sasl.SaslStep;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.runtime.tracing.TraceContext;

class AuthenticatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long NOW = 1_000_000_000_000L;

    private final MemoryDirectory directory = new MemoryDirectory();
    private final MemorySignInRecords records = new MemorySignInRecords();
    private final Passwords passwords = new Passwords(1, 10, 10);
    private final MemoryOutside there =
            new MemoryOutside().with("ldap@a.example", "other@a.example", "their secret");
    private final Attempts attempts =
            new Attempts(
                    records,
                    new AttemptLimits(1, 100, 100, Duration.ofMinutes(1)),
                    () -> Instant.ofEpochMilli(NOW),
                    new Permits("tests", 10, 10),
                    10);
    private final LoginLookup logins = new LoginLookup(directory, directory, true);
    private final ScramSalts salts = new ScramSalts(directory, new SecureRandom(), 4096);
    private static final TraceContext NO_TRACE = TraceContext.NONE;

    private final SelfSignInTokens ownTokens =
            new SelfSignInTokens(
                    () -> List.of("a new secret", "a secret of all pods"),
                    () -> Instant.ofEpochMilli(NOW));
    private TokenResult token = new TokenResult.Unavailable();
    private final Authenticator authenticator =
            new Authenticator(
                    new PasswordSignIn(
                            directory,
                            logins,
                            SignInRules.OWN_PASSWORD,
                            new PasswordCheck(
                                    passwords,
                                    new Verified(Duration.ofMinutes(1), Ticker.systemTicker()),
                                    there),
                            salts,
                            attempts,
                            SignInObserver.NOBODY),
                    new SelfSignIn(ownTokens, logins, SignInRules.OWN_PASSWORD),
                    new TokenSignIn(
                            shown -> Uni.createFrom().item(token),
                            logins,
                            SignInRules.OWN_PASSWORD,
                            attempts,
                            SignInObserver.NOBODY),
                    new CertificateSignIn(logins, SignInRules.OWN_PASSWORD, SignInObserver.NOBODY));

    @BeforeEach
    void addAlice() {
        directory.add(new Domain("a.example", "", 1));
        directory.add(
                new AddressEntry.Account(
                        "alice@a.example",
                        "a.example",
                        "id",
                        AccountStatus.ACTIVE,
                        0,
                        true,
                        passwords.encoded("secret").toCompletableFuture().join(),
                        1));
    }

    @AfterEach
    void close() {
        passwords.close();
    }

    private Verdict check(String login, String password) {
        return check(login, password, "2001:db8::1");
    }

    private Verdict check(String login, String password, String client) {
        return check(new Credential.Password(login, password), client);
    }

    private Verdict check(Credential credential, String client) {
        return authenticator
                .check(
                        new SignInAttempt(
                                credential,
                                SignInProtocol.IMAP,
                                "",
                                new SignInAttempt.Client(client, "")))
                .await()
                .atMost(PATIENCE);
    }

    private static void assertRefused(SignInRefusal why, Verdict verdict) {
        assertEquals(new Verdict.Refused(why), verdict);
    }

    @Test
    void ownerComesInInAnyCase() {
        Verdict.Welcome welcome =
                assertInstanceOf(Verdict.Welcome.class, check("ALICE@A.example", "secret"));
        assertEquals("id", welcome.account().account());
    }

    @Test
    void wrongPasswordAndUnknownLoginAreTheSameAndAreCounted() {
        for (String login : new String[] {"alice@a.example", "bob@a.example", "no address"}) {
            assertRefused(new SignInRefusal.BadCredentials(), check(login, "guess"));
            assertRefused(new SignInRefusal.BadCredentials(), check(login, "guess"));
            assertRefused(new SignInRefusal.TryLater(), check(login, "secret"));
        }
        assertRefused(
                new SignInRefusal.TryLater(), check("alice@a.example", "secret", "2001:db8::ffff"));
        assertInstanceOf(
                Verdict.Welcome.class, check("alice@a.example", "secret", "2001:db8:1::1"));
    }

    @Test
    void whatIsLongerThanAnyLoginOrPasswordIsWrongAndNothingIsKeptOfIt() {
        String login = "a".repeat(309) + "@a.example.";
        assertEquals(320, login.length());
        assertRefused(new SignInRefusal.BadCredentials(), check(login + "x", "guess"));
        assertRefused(
                new SignInRefusal.BadCredentials(), check("alice@a.example", "x".repeat(1025)));
        SignInKey network = new SignInKey(SignInKey.Kind.NETWORK, "20010db800000000/64");
        assertEquals(0, counted(network));
        assertRefused(new SignInRefusal.BadCredentials(), check(login, "guess"));
        assertEquals(1, counted(network));
    }

    private int counted(SignInKey key) {
        return records
                .read(Set.of(key), "", "", NOW)
                .toCompletableFuture()
                .join()
                .counts()
                .values()
                .stream()
                .mapToInt(count -> count.attempts())
                .sum();
    }

    @Test
    void passwordThatWasRightAMomentAgoIsNotComputedAgain() {
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", "secret"));
        passwords.close();
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", "secret"));
    }

    @Test
    void whoseAccountIsOutsideShowsThePasswordThere() {
        directory.add(
                new AddressEntry.Account(
                        "ldap@a.example",
                        "a.example",
                        "outside-id",
                        AccountStatus.ACTIVE,
                        0,
                        true,
                        AddressEntry.Account.OUTSIDE + "ldap@a.example",
                        1));
        assertInstanceOf(Verdict.Welcome.class, check("ldap@a.example", "their secret"));
        assertRefused(new SignInRefusal.BadCredentials(), check("ldap@a.example", "guess"));
        there.away(true);
        assertThrows(RuntimeException.class, () -> check("ldap@a.example", "another guess"));
    }

    // ---- SCRAM, with the client of others

    @Test
    void whoKnowsThePasswordProvesItAndIsShownThatWeKnowItToo() throws ScramException {
        assertRefused(new SignInRefusal.TransitionNeeded(), prove("alice@a.example", "secret"));
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", "secret"));
        assertInstanceOf(Verdict.Welcome.class, prove("ALICE@a.example", "secret"));
        assertRefused(new SignInRefusal.BadCredentials(), prove("alice@a.example", "guess"));
    }

    @Test
    void anUnknownLoginHasASaltThatStaysTheSame() throws ScramException {
        ScramChallenge first = begin("nobody@a.example");
        ScramChallenge second = begin("NOBODY@a.example");
        assertEquals(first.salt(), second.salt());
        assertEquals(begin("alice@a.example").iterations(), first.iterations());
        assertNotEquals(first.nonce(), second.nonce());
        assertNotEquals(begin("alice@a.example").salt(), first.salt());
        assertRefused(new SignInRefusal.BadCredentials(), prove("nobody@a.example", "guess"));
    }

    private ScramChallenge begin(String login) {
        return authenticator.beginScram(login).await().atMost(PATIENCE);
    }

    private Verdict prove(String login, String password) throws ScramException {
        ScramClient client =
                ScramClient.builder()
                        .advertisedMechanisms(List.of("SCRAM-SHA-256"))
                        .username(login)
                        .password(password.toCharArray())
                        .build();
        SaslStep step =
                SaslOffer.of(List.of(SaslMechanism.SCRAM_SHA_256))
                        .start("SCRAM-SHA-256", base64(client.clientFirstMessage().toString()))
                        .orElseThrow();
        SaslStep.BeginScram begin = assertInstanceOf(SaslStep.BeginScram.class, step);
        SaslStep.Challenge challenge =
                assertInstanceOf(
                        SaslStep.Challenge.class, begin.next().apply(begin(begin.login())));
        client.serverFirstMessage(
                new String(Base64.getDecoder().decode(challenge.base64()), StandardCharsets.UTF_8));
        SaslStep.Credentials shown =
                assertInstanceOf(
                        SaslStep.Credentials.class,
                        challenge.next().respond(base64(client.clientFinalMessage().toString())));
        Verdict verdict = check(shown.credential(), "192.0.2.1");
        if (verdict instanceof Verdict.Welcome welcome) {
            client.serverFinalMessage("v=" + welcome.serverSignature().orElseThrow().base64());
        }
        return verdict;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- local parts

    @Test
    void aLocalPartIsALoginWhileOneAccountHasIt() {
        assertInstanceOf(Verdict.Welcome.class, check("Alice", "secret"));
        assertRefused(new SignInRefusal.BadCredentials(), check("bob", "secret"));
        directory.add(new Domain("b.example", "", 2));
        directory.add(
                new AddressEntry.Account(
                        "alice@b.example",
                        "b.example",
                        "other",
                        AccountStatus.ACTIVE,
                        0,
                        true,
                        "$",
                        2));
        assertRefused(new SignInRefusal.AmbiguousLogin(), check("alice", "secret"));
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", "secret"));
    }

    // ---- tokens and certificates

    @Test
    void aTokenOpensTheAccountThatItNamesAndNoOther() {
        token = new TokenResult.Good("Alice@A.example");
        for (String login : new String[] {"", "alice@a.example", "alice"}) {
            assertInstanceOf(
                    Verdict.Welcome.class,
                    check(new Credential.BearerToken(login, "t"), "192.0.2.1"));
        }
        assertInstanceOf(
                SignInRefusal.TokenRefused.class,
                refusal(new Credential.BearerToken("bob@a.example", "t")));
        token = new TokenResult.Good("bob@a.example");
        assertInstanceOf(
                SignInRefusal.TokenRefused.class, refusal(new Credential.BearerToken("", "t")));
    }

    @Test
    void anExpiredTokenAndAnIssuerThatIsAwayAreNoWrongPassword() {
        token = new TokenResult.Expired();
        assertEquals(
                new SignInRefusal.TokenExpired(), refusal(new Credential.BearerToken("", "t")));
        token = new TokenResult.Unavailable();
        assertEquals(
                new SignInRefusal.DirectoryAway(), refusal(new Credential.BearerToken("", "t")));
    }

    @Test
    void forgedTokensAreCountedAndGoodOnesGoOn() {
        token = new TokenResult.Forged("no key");
        assertEquals(
                new SignInRefusal.TokenRefused("no key"),
                refusal(new Credential.BearerToken("", "t")));
        refusal(new Credential.BearerToken("", "t"));
        assertEquals(new SignInRefusal.TryLater(), refusal(new Credential.BearerToken("", "t")));
        token = new TokenResult.Good("alice@a.example");
        assertInstanceOf(
                Verdict.Welcome.class, check(new Credential.BearerToken("", "t"), "192.0.2.1"));
    }

    @Test
    void aCertificateOpensTheAccountWhoseAddressItHas() {
        List<String> names = List.of("nobody@x.example", "alice@a.example");
        for (String login : new String[] {"", "ALICE@a.example"}) {
            assertInstanceOf(
                    Verdict.Welcome.class,
                    check(new Credential.ClientCertificate(login, names), "192.0.2.1"));
        }
        assertInstanceOf(
                SignInRefusal.CertificateRefused.class,
                refusal(new Credential.ClientCertificate("", List.of("nobody@x.example"))));
        assertInstanceOf(
                SignInRefusal.CertificateRefused.class,
                refusal(new Credential.ClientCertificate("bob@a.example", names)));
    }

    private SignInRefusal refusal(Credential credential) {
        return assertInstanceOf(Verdict.Refused.class, check(credential, "192.0.2.1")).why();
    }

    @Test
    void serviceSignsInItselfForTheOwnerWhereItsTokenIsFor() {
        String shown =
                tokens("a secret of all pods", NOW).issue("id", 0, SignInProtocol.IMAP, NO_TRACE);
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", shown));
        for (String other :
                List.of(
                        ownTokens.issue("id", 0, SignInProtocol.SMTP, NO_TRACE),
                        ownTokens.issue("id", 1, SignInProtocol.IMAP, NO_TRACE),
                        ownTokens.issue("another", 0, SignInProtocol.IMAP, NO_TRACE),
                        shown + "x",
                        shown.replace(":1000000060:", ":1000000061:"),
                        tokens("a secret of all pods", NOW - 61_000)
                                .issue("id", 0, SignInProtocol.IMAP, NO_TRACE),
                        tokens("another secret", NOW)
                                .issue("id", 0, SignInProtocol.IMAP, NO_TRACE))) {
            assertRefused(new SignInRefusal.BadCredentials(), check("alice@a.example", other));
        }
        assertRefused(new SignInRefusal.BadCredentials(), check("bob@a.example", shown));
    }

    @Test
    void tokenOfTheServiceNamesATraceAndAnyOfManySecretsOpens() {
        TraceContext trace =
                TraceContext.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            secrets.add("an older secret " + i);
        }
        secrets.add("a secret of all pods");
        String shown = tokens(secrets, NOW).issue("id", 0, SignInProtocol.IMAP, trace);
        assertInstanceOf(Verdict.Welcome.class, check("alice@a.example", shown));
        assertEquals(trace, SelfSignInTokens.trace(shown));
        assertEquals(
                NO_TRACE,
                SelfSignInTokens.trace(ownTokens.issue("id", 0, SignInProtocol.IMAP, NO_TRACE)));
        assertEquals(NO_TRACE, SelfSignInTokens.trace(trace.traceparent()));
    }

    private static SelfSignInTokens tokens(String secret, long now) {
        return tokens(List.of(secret), now);
    }

    private static SelfSignInTokens tokens(List<String> secrets, long now) {
        return new SelfSignInTokens(() -> secrets, () -> Instant.ofEpochMilli(now));
    }
}
