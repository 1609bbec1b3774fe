package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Mail that is read over REST. */
@ConfigMapping(prefix = "posthorn.mailbox-api.rest-mail")
public interface RestMailSettings {

    /** Streams of what happens to accounts. */
    Events events();

    /** Streams of what happens to accounts. */
    interface Events {
        /** How many may be open, 1 to 1000000. */
        @WithDefault("10000")
        int atOnce();

        /** How many may be open for one account, 1 to 1000. */
        @WithDefault("16")
        int atOnceOfAccount();

        /** How often something is said when nothing happens, 1 s to 10 m. */
        @WithDefault("20s")
        Duration heartbeat();

        /**
         * How long a stream stands, 1 s to 1 day; a client that may goes on with another one, and
         * one whose session is over does not.
         */
        @WithDefault("15m")
        Duration longest();
    }
}
