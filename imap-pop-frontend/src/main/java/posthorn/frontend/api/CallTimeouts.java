package posthorn.frontend.api;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param call one attempt of a call, and each piece of a stream
 * @param retry how long a call is attempted again, at any pod, while none answers
 * @param search one attempt of a search in a portion of a mailbox
 * @param signIn a password check, with the delay that failures earned
 * @param ownChanges how long a session waits to see its own change come by the watch
 */
record CallTimeouts(
        Duration call, Duration retry, Duration search, Duration signIn, Duration ownChanges) {}
