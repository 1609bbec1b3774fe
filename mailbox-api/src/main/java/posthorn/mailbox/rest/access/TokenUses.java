package posthorn.mailbox.rest.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import posthorn.runtime.log.Audit;

/**
 * Writes down that an admin token is used, once an hour for each address that it is used from: what
 * it only reads stands nowhere else. Any thread.
 */
final class TokenUses {

    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int MOST = 1000;

    private record Use(String token, String client) {}

    private final Cache<Use, Boolean> written =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(AGAIN).build();

    /** Somebody has shown something. */
    void used(Optional<Principals.Found> who, Caller caller) {
        who.filter(found -> found.session() == null)
                .map(Principals.Found::principal)
                .filter(Principal.Admin.class::isInstance)
                .ifPresent(admin -> write(new Use(admin.name(), caller.address())));
    }

    private void write(Use use) {
        if (written.asMap().putIfAbsent(use, true) == null) {
            Audit.record(
                    new Audit.Act(
                            "token",
                            "admin",
                            use.token(),
                            Role.ADMIN.word(),
                            use.client(),
                            "",
                            "success",
                            ""));
        }
    }
}
