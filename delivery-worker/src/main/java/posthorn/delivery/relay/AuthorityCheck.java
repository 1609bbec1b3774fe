package posthorn.delivery.relay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.dane.CertificateNames;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsResultType;
import posthorn.runtime.settings.BadSetting;

/**
 * Whether a certificate is for a host and an authority that we trust vouches for it (RFC 8461 §4.2,
 * RFC 5280). Safe for all threads.
 */
final class AuthorityCheck {

    static final String TRUSTED = "posthorn.relay.tls.trusted-certificates";

    private final X509TrustManager authorities;

    /**
     * With those that are trusted.
     *
     * @param file PEM; empty: those of the JDK
     * @throws BadSetting when it cannot be read
     */
    AuthorityCheck(Optional<Path> file) {
        try {
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(file.isPresent() ? read(file.get()) : null);
            this.authorities =
                    Stream.of(factory.getTrustManagers())
                            .filter(X509TrustManager.class::isInstance)
                            .map(X509TrustManager.class::cast)
                            .findFirst()
                            .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK knows no authorities", e);
        }
    }

    private static KeyStore read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + count++, each);
            }
            if (count == 0) {
                throw new BadSetting(TRUSTED, file + " holds no certificate");
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new BadSetting(TRUSTED, "is " + file + ", which cannot be read as PEM");
        }
    }

    /** The check for a host of that name. */
    CertificateCheck of(String host) {
        return chain -> problem(chain, host);
    }

    private Optional<TlsProblem> problem(List<X509Certificate> chain, String host) {
        if (chain.isEmpty()) {
            return problem(TlsResultType.VALIDATION_FAILURE, "the host showed no certificate");
        }
        List<String> names = CertificateNames.of(chain.getFirst());
        if (!CertificateNames.match(names, host)) {
            return problem(
                    TlsResultType.CERTIFICATE_HOST_MISMATCH, "the certificate is not for " + host);
        }
        try {
            authorities.checkServerTrusted(chain.toArray(new X509Certificate[0]), "UNKNOWN");
            return Optional.empty();
        } catch (CertificateException e) {
            return isExpired(e)
                    ? problem(
                            TlsResultType.CERTIFICATE_EXPIRED,
                            "the certificate of " + host + " has expired or is not valid yet")
                    : problem(
                            TlsResultType.CERTIFICATE_NOT_TRUSTED,
                            "no authority that is trusted here vouches for the certificate of "
                                    + host);
        }
    }

    private static boolean isExpired(CertificateException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            boolean expired =
                    cause instanceof CertificateExpiredException
                            || cause instanceof CertificateNotYetValidException
                            || (cause instanceof CertPathValidatorException path
                                    && (path.getReason() == BasicReason.EXPIRED
                                            || path.getReason() == BasicReason.NOT_YET_VALID));
            if (expired) {
                return true;
            }
        }
        return false;
    }

    private static Optional<TlsProblem> problem(TlsResultType type, String words) {
        return Optional.of(new TlsProblem(type, words));
    }
}
