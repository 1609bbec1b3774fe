package posthorn.runtime.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import posthorn.runtime.settings.BadSetting;

/**
 * What a client's connections are encrypted with, of files that may be replaced while it runs.
 *
 * @param trust whom it trusts; empty: whom the JDK trusts
 * @param identity what it shows; empty: nothing
 */
public record FileTls(Optional<FileTrust> trust, Optional<FileIdentity> identity) {

    /** A session that is resumed shows nothing anew: it is forgotten soon. */
    private static final int SESSION_SECONDS = 60;

    /**
     * Of the settings {@code trusted-certificates}, {@code certificate} and {@code key}.
     *
     * @param prefix of these settings, for errors, with its dot
     * @throws BadSetting when a file cannot be used, or one of certificate and key is missing
     */
    public static FileTls of(
            String prefix, Optional<Path> trusted, Optional<Path> certificate, Optional<Path> key) {
        return new FileTls(
                trusted.map(file -> new FileTrust(prefix + "trusted-certificates", file)),
                identity(prefix + "certificate", certificate, prefix + "key", key));
    }

    /**
     * A certificate and its key, which are set together or not at all.
     *
     * @throws BadSetting when a file cannot be used, or one of both is missing
     */
    public static Optional<FileIdentity> identity(
            String certificateKey, Optional<Path> certificate, String keyKey, Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new BadSetting(
                    key.isPresent() ? certificateKey : keyKey,
                    "is missing: certificate and key are set together, or neither");
        }
        return certificate.map(file -> new FileIdentity(certificateKey, file, key.orElseThrow()));
    }

    /** For connections that are made from now on, as long as the process runs. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.map(shown -> new KeyManager[] {shown}).orElse(null),
                    trust.map(trusted -> new TrustManager[] {trusted}).orElse(null),
                    null);
            context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }
}
