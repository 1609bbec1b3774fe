package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How mail programs and browsers reach the installation from outside: what they are told by
 * autoconfig, autodiscover, profiles, SRV records and the page of an account. {@code up} sets the
 * ports to those of its listeners.
 */
@ConfigMapping(prefix = "posthorn.mailbox-api.client-settings")
public interface ClientSettings {

    /** Name at which IMAP is reached. None: {@code posthorn.hostname}. */
    Optional<String> imapHost();

    /** Name at which POP3 is reached. None: {@code posthorn.hostname}. */
    Optional<String> pop3Host();

    /** Name at which submission is reached. None: {@code posthorn.hostname}. */
    Optional<String> smtpHost();

    /** Port for submission over TLS; 0: it is not offered. */
    @WithDefault("465")
    int submissionsPort();

    /** Port for submission with STARTTLS; 0: it is not offered. */
    @WithDefault("587")
    int submissionPort();

    /** Port for IMAP over TLS; 0: it is not offered. */
    @WithDefault("993")
    int imapsPort();

    /** Port for IMAP with STARTTLS; 0: it is not offered. */
    @WithDefault("143")
    int imapPort();

    /** Port for POP3 over TLS; 0: it is not offered. */
    @WithDefault("995")
    int pop3sPort();

    /** Port for POP3 with STLS; 0: it is not offered. */
    @WithDefault("110")
    int pop3Port();

    /**
     * Where the HTTP port is reached, as in {@code https://mail.example.org}: the host that
     * autoconfig and autodiscover records name, and the beginning of links. None: the records name
     * {@code posthorn.mailbox-api.mta-sts.host}, and links begin with the address by which the page
     * was asked for.
     */
    Optional<String> url();

    /**
     * Where mail programs send a browser for a token, when {@code posthorn.oauth.issuer} is set
     * (RFC 6749 §3.1). None: those that know the issuer know that, too.
     */
    Optional<String> oauthAuthorizationUrl();

    /** Where they get the token (RFC 6749 §3.2). */
    Optional<String> oauthTokenUrl();

    /** How long a link shows the settings of an account without a sign-in, 1 m to 1 day. */
    @WithDefault("15m")
    Duration profileLinkValid();

    /**
     * PEM file with the certificate chain that signs profiles for Apple's devices; read again for
     * each. None: that of {@code posthorn.tls.certificate}, and where there is none, too, profiles
     * are not signed.
     */
    Optional<Path> profileCertificate();

    /** PEM file with its key. */
    Optional<Path> profileKey();
}
