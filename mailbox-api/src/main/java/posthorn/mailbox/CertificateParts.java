package posthorn.mailbox;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Optional;
import posthorn.mailbox.certificate.CertificateRequests;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.mailbox.certificate.CertificateVault;
import posthorn.mailbox.mongo.MongoCertificates;
import posthorn.mailbox.sealing.MasterKey;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;
import posthorn.runtime.settings.SecretFile;
import posthorn.runtime.tls.AcmeSettings;

/** Makes what certificates of hosted names are kept in. */
final class CertificateParts {
    private static final String MASTER_KEY = "posthorn.master-key-file";

    private CertificateParts() {}

    @Produces
    @Singleton
    static CertificateStore store(Service service) {
        return new MongoCertificates(service.database());
    }

    @Produces
    @Singleton
    static CertificateVault vault(CertificateStore store, PosthornSettings settings) {
        return new CertificateVault(store, masterKey(settings));
    }

    @Produces
    @Singleton
    static CertificateRequests requests(CertificateStore store, AcmeSettings settings) {
        return new CertificateRequests(store, settings.directory().isPresent());
    }

    static Optional<MasterKey> masterKey(PosthornSettings settings) {
        return settings.masterKeyFile()
                .map(file -> MasterKey.of(SecretFile.read(MASTER_KEY, file), new SecureRandom()));
    }

    /** The key under which what is ordered is kept. */
    static MasterKey neededKey(PosthornSettings settings) {
        return masterKey(settings)
                .orElseThrow(() ->
                        new BadSetting(
                                MASTER_KEY,
                                "is not set, and posthorn.acme.directory is: private keys are kept"
                                        + " under the master key"));
    }

    /** Refuses a challenge that nobody answers. */
    static void check(AcmeSettings settings, HttpSettings http) {
        if (settings.directory().isPresent()
                && settings.challenge() == AcmeSettings.Challenge.TLS_ALPN_01
                && http.tlsPort() < 0) {
            throw new BadSetting(
                    "posthorn.mailbox-api.http.tls-port",
                    "is off, and posthorn.acme.challenge is tls-alpn-01, which is answered there");
        }
    }
}
