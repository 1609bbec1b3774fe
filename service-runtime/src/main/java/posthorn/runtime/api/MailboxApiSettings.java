package posthorn.runtime.api;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Where {@code mailbox-api} is found. */
@Unremovable // The service itself is told its own address, too.
@ConfigMapping(prefix = "posthorn.mailbox-api")
public interface MailboxApiSettings {

    /**
     * {@code host:port} of its gRPC, several with commas. A name with several addresses, as of a
     * headless Service, is several pods.
     */
    @WithDefault("localhost:9090")
    List<String> addresses();

    /** How often names are looked up again, 1 s to 1 h. */
    @WithDefault("5s")
    Duration lookupInterval();
}
