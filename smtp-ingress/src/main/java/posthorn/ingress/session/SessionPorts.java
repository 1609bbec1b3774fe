package posthorn.ingress.session;

import java.time.Duration;
import posthorn.ingress.authentication.SenderAuthentication;

/**
 * Everything outside that an {@link PortCall} may need.
 *
 * @param directory of addresses and accounts
 * @param log of accepted messages
 * @param bodies too large for the log
 * @param refused recipients, counted
 * @param access whether a client may come in
 * @param scanner of messages
 * @param authentication of mail that other servers bring
 * @param pause lets time pass
 */
public record SessionPorts(
        Directory directory,
        MessageLog log,
        TransitStore bodies,
        RefusedRecipients refused,
        AccessPolicy access,
        ContentScanner scanner,
        SenderAuthentication authentication,
        Pause pause) {

    /** A way to let time pass. */
    @FunctionalInterface
    public interface Pause {
        /** Returns when the time is over. */
        void forTime(Duration time) throws InterruptedException;
    }
}
