package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.OptionalInt;

/** A port of its own for operators. */
@ConfigMapping(prefix = "posthorn.mailbox-api.admin")
public interface AdminSettings {

    /**
     * Port where admin tokens and administrators of domains are heard, and nowhere else: it serves
     * the same pages and the same API, and at the other port nobody is more than the owner of their
     * account. None: one port serves everybody. 0: any free one, which the log tells.
     */
    OptionalInt port();

    /** Address that it listens on. None: that of the other port, {@code quarkus.http.host}. */
    Optional<String> host();
}
