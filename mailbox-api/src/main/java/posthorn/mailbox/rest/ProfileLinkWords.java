package posthorn.mailbox.rest;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.ClientSettings;
import posthorn.mailbox.clientsettings.ProfileLinks;
import posthorn.mailbox.registry.Registry;

/** The {@link ProfileLinks} of the installation: their secret is in the directory. */
@Singleton
public final class ProfileLinkWords {

    private static final String SECRET = "profile-links";

    private final Registry registry;
    private final ClientSettings settings;
    private final AtomicReference<@Nullable ProfileLinks> known = new AtomicReference<>();

    @Inject
    ProfileLinkWords(Registry registry, ClientSettings settings) {
        this.registry = registry;
        this.settings = settings;
    }

    /** Asks the directory the first time. */
    Uni<ProfileLinks> links() {
        ProfileLinks links = known.get();
        return links != null
                ? Uni.createFrom().item(links)
                : registry.secret(SECRET)
                        .map(secret ->
                                new ProfileLinks(
                                        secret,
                                        settings.profileLinkValid(),
                                        InstantSource.system()))
                        .invoke(known::set);
    }
}
