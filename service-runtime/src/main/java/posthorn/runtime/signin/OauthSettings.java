package posthorn.runtime.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The OpenID Connect issuer whose tokens open accounts (OAUTHBEARER, XOAUTH2). Every service that
 * speaks with mail clients has to know that there is one; {@code mailbox-api} checks the tokens.
 */
@ConfigMapping(prefix = "posthorn.oauth")
public interface OauthSettings {

    /**
     * The issuer, exactly as its tokens have it in {@code iss}: {@code
     * https://id.example.org/realms/mail}, {@code https://login.microsoftonline.com/TENANT/v2.0},
     * {@code https://accounts.google.com}. None: no tokens are taken.
     */
    Optional<String> issuer();

    /** Audiences, one of which a token has to be for; wanted when there is an issuer. */
    Optional<List<String>> audience();

    /** Scopes, all of which a token has to have. None: they are not looked at. */
    Optional<List<String>> scope();

    /**
     * Claims of which the first that a token has is its owner's address. Take none that its owner
     * may choose: with an issuer whose users do not name themselves, {@code preferred_username} or
     * {@code upn} serve, too.
     */
    @WithDefault("email")
    List<String> addressClaims();

    /**
     * Where the discovery document is. None: below the issuer, as OpenID Connect Discovery says.
     */
    Optional<URI> configurationUrl();

    /** File with the authorities that vouch for the issuer's host, PEM. None: those of the JDK. */
    Optional<Path> trustedCertificates();

    /** How long its keys are taken for good without being read again, 1 m to 7 d. */
    @WithDefault("1h")
    Duration keysKept();

    /** How much longer while the issuer cannot be asked, 0 to 30 d. */
    @WithDefault("1d")
    Duration keysKeptWhenAway();

    /** Least time between two reads of them that unknown keys cause, 1 s to 1 h. */
    @WithDefault("30s")
    Duration keysReadEvery();

    /** How long the issuer may take to answer, 100 ms to 1 m. */
    @WithDefault("5s")
    Duration within();

    /** By how much its clock and ours may differ, 0 to 10 m. */
    @WithDefault("1m")
    Duration clockSkew();

    /** Tokens that may wait to be checked; further ones are told to come later, 1 to 100000. */
    @WithDefault("1000")
    int waiting();
}
