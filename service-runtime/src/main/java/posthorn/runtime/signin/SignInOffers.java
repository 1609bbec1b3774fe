package posthorn.runtime.signin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.sasl.SaslMechanism;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.runtime.net.TlsFacts;
import posthorn.runtime.settings.BadSetting;

/**
 * The mechanisms that a connection is offered. Immutable.
 *
 * @param mechanisms in the order in which they are announced
 */
public record SignInOffers(List<SaslMechanism> mechanisms) {

    private static final String PREFIX = "posthorn.oauth.";
    private static final String AUTHORITIES = "posthorn.sign-in.client-authorities";

    /** Keeps the list from changing. */
    public SignInOffers {
        mechanisms = List.copyOf(mechanisms);
    }

    /** What the settings allow. */
    public static SignInOffers of(SignInSettings settings, OauthSettings oauth) {
        List<SaslMechanism> mechanisms = new ArrayList<>();
        for (String name : settings.mechanisms()) {
            SaslMechanism mechanism = SaslMechanism.named(name.strip());
            if (mechanism == null) {
                throw new BadSetting(
                        "posthorn.sign-in.mechanisms",
                        "has '" + name.strip() + "', which is no mechanism that there is here");
            }
            boolean token =
                    mechanism == SaslMechanism.OAUTHBEARER || mechanism == SaslMechanism.XOAUTH2;
            if (!mechanisms.contains(mechanism) && (!token || oauth.issuer().isPresent())) {
                mechanisms.add(mechanism);
            }
        }
        return new SignInOffers(mechanisms);
    }

    /**
     * What a client is offered, before it has signed in.
     *
     * @param tls of the connection; null: it is plain
     * @param plain whether this client may sign in without TLS
     */
    public SaslOffer offer(@Nullable TlsFacts tls, boolean plain) {
        if (tls != null) {
            return new SaslOffer(mechanisms, tls.bindings(), tls.clientAddresses());
        }
        return plain ? SaslOffer.of(mechanisms) : SaslOffer.NONE;
    }

    /** Refuses settings that cannot be used. */
    public static void check(SignInSettings settings, OauthSettings oauth) {
        of(settings, oauth);
        authorities(settings);
        check(oauth);
    }

    private static void check(OauthSettings oauth) {
        oauth.issuer()
                .ifPresent(issuer -> {
                    https("issuer", URI.create(issuer));
                    if (oauth.audience().isEmpty()) {
                        throw new BadSetting(
                                PREFIX + "audience",
                                "is not set; tokens for others would be taken");
                    }
                });
        oauth.trustedCertificates()
                .ifPresent(file -> certificates(PREFIX + "trusted-certificates", file));
        oauth.configurationUrl().ifPresent(url -> https("configuration-url", url));
        Duration day = Duration.ofDays(1);
        within("keys-kept", oauth.keysKept(), Duration.ofMinutes(1), day.multipliedBy(7));
        within(
                "keys-kept-when-away",
                oauth.keysKeptWhenAway(),
                Duration.ZERO,
                day.multipliedBy(30));
        within(
                "keys-read-every",
                oauth.keysReadEvery(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        within("within", oauth.within(), Duration.ofMillis(100), Duration.ofMinutes(1));
        within("clock-skew", oauth.clockSkew(), Duration.ZERO, Duration.ofMinutes(10));
        BadSetting.unlessWithin(PREFIX + "waiting", oauth.waiting(), 1, 100_000);
    }

    private static void within(String key, Duration value, Duration least, Duration most) {
        BadSetting.unlessWithin(PREFIX + key, value, least, most);
    }

    /** Only on the same machine may nobody stand in between. */
    private static void https(String key, URI url) {
        String host = String.valueOf(url.getHost());
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (!"https".equals(url.getScheme()) && !("http".equals(url.getScheme()) && here)) {
            throw new BadSetting(PREFIX + key, "is " + url + ", has to be an https URL");
        }
    }

    /**
     * The authorities whose certificates of clients are trusted; empty: nobody is asked for one.
     */
    public static List<X509Certificate> authorities(SignInSettings settings) {
        Optional<Path> file = settings.clientAuthorities();
        return file.isEmpty() ? List.of() : certificates(AUTHORITIES, file.get());
    }

    /**
     * The certificates in a PEM file.
     *
     * @param key of the setting that names it
     */
    public static List<X509Certificate> certificates(String key, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (read.isEmpty()) {
                throw new BadSetting(key, file + " has no certificate in PEM form");
            }
            return read;
        } catch (IOException e) {
            throw new BadSetting(key, "is " + file + ", which cannot be read");
        } catch (CertificateException e) {
            throw new BadSetting(key, file + " has no certificate in PEM form");
        }
    }
}
