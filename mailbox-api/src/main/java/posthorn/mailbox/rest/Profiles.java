package posthorn.mailbox.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;
import posthorn.mailbox.ClientSettings;
import posthorn.mailbox.clientsettings.AppleProfile;
import posthorn.mailbox.clientsettings.MailServer.Protocol;
import posthorn.mailbox.clientsettings.MailServers;
import posthorn.mailbox.clientsettings.ProfileSigner;
import posthorn.runtime.settings.PosthornSettings;

/** Profiles for Apple's devices, signed where there is a certificate. Calls wait for the disk. */
@Singleton
public final class Profiles {

    private static final Logger LOG = Logger.getLogger(Profiles.class);

    private final Optional<Path> certificate;
    private final Optional<Path> key;

    @Inject
    Profiles(ClientSettings settings, PosthornSettings common) {
        boolean own = settings.profileCertificate().isPresent();
        this.certificate = own ? settings.profileCertificate() : common.tls().certificate();
        this.key = own ? settings.profileKey() : common.tls().key();
    }

    /**
     * The profile of an address.
     *
     * @return empty: mail cannot be both read and sent with what is offered
     */
    Optional<byte[]> of(String address, MailServers servers, Protocol incoming) {
        return AppleProfile.of(address, servers, incoming)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .map(this::signed);
    }

    /** Files that cannot be used leave the profile as it is: a device takes it all the same. */
    private byte[] signed(byte[] profile) {
        if (certificate.isEmpty() || key.isEmpty()) {
            return profile;
        }
        try {
            return ProfileSigner.of(
                            Files.readString(certificate.get()), Files.readString(key.get()))
                    .signed(profile);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("profiles are not signed: %s: %s", certificate.get(), e.getMessage());
            return profile;
        }
    }
}
