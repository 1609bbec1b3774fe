package posthorn.mailbox;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How owners of accounts come in, and what they may do. */
public interface AccessSettings {

    /** What accounts may be used for where neither they nor their domains say something else. */
    Switches switches();

    /** Main passwords. */
    Password password();

    /** What is shown besides the main password. */
    SecondFactor secondFactor();

    /** The journal of recent sign-ins. */
    Journal journal();

    /** Which are on. */
    interface Switches {
        /** Whether mail is read by IMAP. */
        @WithDefault("true")
        boolean imap();

        /** Whether mail is read by POP3. */
        @WithDefault("true")
        boolean pop3();

        /** Whether mail is sent by SMTP. */
        @WithDefault("true")
        boolean smtp();

        /** Whether accounts may pass their mail on. */
        @WithDefault("true")
        boolean forwarding();
    }

    /** Main passwords. */
    interface Password {
        /** Characters of a new one, 1 to 128. */
        @WithDefault("8")
        int leastLength();

        /** Whether a new one is refused that many have, or that has the address in it. */
        @WithDefault("true")
        boolean refuseGuessable();

        /** When owners are told that theirs is old, 0 to 3653 days; 0: never. */
        @WithDefault("0s")
        Duration oldAfter();
    }

    /** What is shown besides the main password. */
    interface SecondFactor {
        /** Wrong ones of one account, from all networks together, that cost no wait, 1 to 1000. */
        @WithDefault("10")
        int freeFailures();

        /** Name of this installation in apps that make codes. None: posthorn.hostname. */
        Optional<String> issuer();
    }

    /** The journal of recent sign-ins. */
    interface Journal {
        /** How many are kept of an account that were let in, and as many of others, 10 to 1000. */
        @WithDefault("100")
        int most();

        /** How long they are kept, 1 hour to 3653 days. */
        @WithDefault("30d")
        Duration keep();

        /** Kinds of attempts that may be written down at once, 10 to 100000. */
        @WithDefault("1000")
        int writing();
    }
}
