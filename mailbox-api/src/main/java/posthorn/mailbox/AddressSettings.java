package posthorn.mailbox;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where mail for addresses goes: bounds of aliases, groups, forwards and gateways. */
public interface AddressSettings {

    /** Members of a group, or targets of a forward, 1 to 10000. */
    @WithDefault("1000")
    int mostMembers();

    /**
     * Addresses that one address may lead to, nested groups and what is between counted, 1 to
     * 100000; mail for one that leads to more waits at its sender (451 4.2.4).
     */
    @WithDefault("2000")
    int mostTargets();

    /** Aliases, groups and forwards that may stand one behind the other, 1 to 100. */
    @WithDefault("10")
    int depth();

    /**
     * How long something may be returned for mail that was passed on to another host (SRS), 1 to
     * 365 days: longer than others keep mail in their queues.
     */
    @WithDefault("21d")
    Duration returnsValid();

    /** Hosts that have the mailboxes of our domains, where they are asked for recipients. */
    Gateways gateways();

    /** Asking hosts for recipients. */
    interface Gateways {
        /** How long one question may take, connecting included, 100 ms to 5 m. */
        @WithDefault("10s")
        Duration within();

        /** Questions at once, 1 to 10000; more are answered 451. */
        @WithDefault("50")
        int atOnce();

        /** Answers that are remembered, 1 to 10000000. */
        @WithDefault("10000")
        int remembered();

        /** How long an address that was taken is, without asking again, 0 s to 30 d. */
        @WithDefault("6h")
        Duration takenFor();

        /** How long one that was refused is, 0 s to 30 d. */
        @WithDefault("2m")
        Duration refusedFor();
    }
}
