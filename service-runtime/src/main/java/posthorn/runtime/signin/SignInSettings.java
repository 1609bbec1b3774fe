package posthorn.runtime.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How mail clients sign in: SMTP, IMAP and POP3. */
@ConfigMapping(prefix = "posthorn.sign-in")
public interface SignInSettings {

    /**
     * SASL mechanisms that are offered, in this order, as far as a connection allows them: those
     * with {@code -PLUS} need TLS, {@code OAUTHBEARER} and {@code XOAUTH2} an issuer ({@link
     * OauthSettings#issuer}), {@code EXTERNAL} a client that has shown a certificate. Without
     * {@code PLAIN} the commands LOGIN of IMAP and USER of POP3 are refused, too.
     */
    @WithDefault("SCRAM-SHA-256-PLUS,SCRAM-SHA-256,OAUTHBEARER,XOAUTH2,EXTERNAL,PLAIN,LOGIN")
    List<String> mechanisms();

    /**
     * File with the authorities whose certificates of clients are trusted, PEM; read at the start.
     * Clients of the submission, IMAP and POP3 ports are asked for a certificate then, and whoever
     * has one with their address in it (rfc822Name) may sign in by {@code EXTERNAL}. None: nobody
     * is asked.
     */
    Optional<Path> clientAuthorities();
}
