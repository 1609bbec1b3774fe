package posthorn.mailbox;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Passwords, and attempts to sign in with them. */
public interface SignInSettings {
    /** Passwords that are computed at once, each in 19 MiB, 1 to 256. */
    @WithDefault("2")
    int hashesAtOnce();

    /**
     * Passwords that may wait for that, of clients that were let in before, and as many of others;
     * further sign-ins are told to try later, 1 to 100000.
     */
    @WithDefault("256")
    int hashesWaiting();

    /**
     * How long a password that was right counts as right without being computed again; 0: never. Up
     * to 1 h.
     */
    @WithDefault("1m")
    Duration rememberFor();

    /** The wait after failures grows up to this, 1 s to 1 h. */
    @WithDefault("1m")
    Duration longestDelay();

    /**
     * Failures of one login from one client address (of IPv6: one network of 64 bits) that cost no
     * wait, 1 to 1000. Counted for a quarter of an hour, as are the next two.
     */
    @WithDefault("2")
    int freeFailures();

    /** Failures of one login from all addresses together that cost no wait, 1 to 100000. */
    @WithDefault("20")
    int freeFailuresOfLogin();

    /**
     * Failures from one client address, of all logins, that cost no wait, 1 to 1000000. Attempts
     * under way count as such: more than may wait of one address.
     */
    @WithDefault("200")
    int freeFailuresOfAddress();

    /** Passwords from one client address that may wait to be computed, 1 to 10000. */
    @WithDefault("64")
    int hashesWaitingOfAddress();

    /**
     * How long a client address is remembered that a login was let in from: it waits for no
     * stranger then. 1 h to 1 year.
     */
    @WithDefault("30d")
    Duration rememberClientFor();

    /**
     * Whether a login without a domain may be the local part of the only account that has it; what
     * several accounts have is refused.
     */
    @WithDefault("false")
    boolean localParts();

    /**
     * Iterations of PBKDF2 in what is kept of passwords for SCRAM, 4096 (RFC 7677 §4) to 1000000:
     * the more, the longer a thief of the store has to guess, and the longer each client computes
     * when it signs in. Counts for accounts that have no SCRAM yet.
     */
    @WithDefault("10000")
    int scramIterations();
}
