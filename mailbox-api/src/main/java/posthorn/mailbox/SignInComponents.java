package posthorn.mailbox;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.directory.AddressLookup;
import posthorn.mailbox.directory.DirectoryStore;
import posthorn.mailbox.oauth.BearerTokens;
import posthorn.mailbox.outside.OutsideDirectory;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.CertificateSignIn;
import posthorn.mailbox.registry.LoginLookup;
import posthorn.mailbox.registry.PasswordCheck;
import posthorn.mailbox.registry.PasswordSignIn;
import posthorn.mailbox.registry.ScramSalts;
import posthorn.mailbox.registry.SelfSignIn;
import posthorn.mailbox.registry.SignInObserver;
import posthorn.mailbox.registry.SignInRules;
import posthorn.mailbox.registry.TokenSignIn;
import posthorn.mailbox.signin.AttemptLimits;
import posthorn.mailbox.signin.Attempts;
import posthorn.mailbox.signin.Passwords;
import posthorn.mailbox.signin.SelfSignInTokens;
import posthorn.mailbox.signin.SignInRecords;
import posthorn.mailbox.signin.Verified;
import posthorn.runtime.metrics.CacheFigures;

/** Who may come in: the parts that {@link Authenticator} is made of. */
public final class SignInComponents implements AutoCloseable {

    /** Attempts of strangers at once, for each password that may wait to be computed. */
    private static final int SIGN_INS_FOR_A_HASH = 4;

    /** Attempts of one login from one network that may wait for one another. */
    private static final int SIGN_INS_WAITING = 32;

    private final InstantSource clock;
    private final SignInRecords records;
    private final Passwords passwords;
    private final ScramSalts salts;
    private final Attempts attempts;
    private final Verified verified;
    private final Authenticator authenticator;

    /**
     * Where accounts are.
     *
     * @param own ours
     * @param everybody ours and those outside, read as one
     * @param outside asked for passwords that are not ours
     */
    record Directories(DirectoryStore own, AddressLookup everybody, OutsideDirectory outside) {}

    /**
     * What may be shown in place of a password.
     *
     * @param issued by an issuer
     * @param own by which this service signs in itself
     */
    public record Tokens(BearerTokens issued, SelfSignInTokens own) {}

    SignInComponents(
            SignInSettings settings,
            Directories directories,
            AccessComponents access,
            SignInRecords records,
            Tokens tokens,
            InstantSource clock,
            SecureRandom random) {
        this.clock = clock;
        this.records = records;
        this.passwords =
                new Passwords(
                        settings.hashesAtOnce(),
                        settings.hashesWaiting(),
                        settings.hashesWaitingOfAddress());
        this.salts = new ScramSalts(directories.own(), random, settings.scramIterations());
        this.attempts = attempts(settings);
        this.verified = new Verified(settings.rememberFor(), Ticker.systemTicker());
        this.authenticator = authenticator(directories, access, tokens, settings.localParts());
    }

    private Authenticator authenticator(
            Directories directories, AccessComponents access, Tokens tokens, boolean localParts) {
        LoginLookup logins =
                new LoginLookup(directories.everybody(), directories.own(), localParts);
        SignInRules rules = access.signInRules();
        SignInObserver observer = access.recorded();
        return new Authenticator(
                new PasswordSignIn(
                        directories.own(),
                        logins,
                        rules,
                        new PasswordCheck(passwords, verified, directories.outside()),
                        salts,
                        attempts,
                        observer),
                new SelfSignIn(tokens.own(), logins, rules),
                new TokenSignIn(tokens.issued(), logins, rules, attempts, observer),
                new CertificateSignIn(logins, rules, observer));
    }

    private Attempts attempts(SignInSettings settings) {
        return new Attempts(
                records,
                new AttemptLimits(
                        settings.freeFailures(),
                        settings.freeFailuresOfLogin(),
                        settings.freeFailuresOfAddress(),
                        settings.longestDelay()),
                clock,
                new Permits(
                        "sign-ins",
                        SIGN_INS_FOR_A_HASH * (settings.hashesWaiting() + settings.hashesAtOnce()),
                        settings.hashesWaitingOfAddress() + settings.hashesAtOnce()),
                SIGN_INS_WAITING);
    }

    /** Lets people in. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** Salts of accounts, for SCRAM. */
    public ScramSalts salts() {
        return salts;
    }

    /** Attempts to sign in. */
    Attempts attempts() {
        return attempts;
    }

    /** How often a password was known from a moment ago. */
    CacheFigures remembered() {
        return verified.figures();
    }

    /** Passwords that are computed. */
    public Passwords passwords() {
        return passwords;
    }

    /**
     * Forgets attempts to sign in that count for nothing any more.
     *
     * @param keep how long a client that was let in is remembered
     */
    CompletionStage<Void> forget(Duration keep) {
        long now = clock.millis();
        return records.forget(now, now - keep.toMillis());
    }

    @Override
    public void close() {
        passwords.close();
    }
}
