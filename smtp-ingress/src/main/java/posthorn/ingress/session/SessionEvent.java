package posthorn.ingress.session;

import java.util.Optional;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.protocol.smtp.Reply;

/** How a message, a recipient, a sign-in or a connection ended, for log and counters. */
public sealed interface SessionEvent {

    /**
     * A message stands on the log and the client is told 250.
     *
     * @param message which
     */
    record Accepted(AcceptedMessage message) implements SessionEvent {}

    /**
     * A message of another server was checked.
     *
     * @param verdict on it
     */
    record Authenticated(AuthenticationVerdict verdict) implements SessionEvent {}

    /**
     * Scanners have looked into a message that is not taken.
     *
     * @param message which
     * @param result what they say
     */
    record Scanned(AcceptedMessage message, ScanResult result) implements SessionEvent {}

    /**
     * The client was told no.
     *
     * @param reason why
     * @param reply what it was told
     * @param sender the reverse-path; empty when none was given yet
     * @param subject the recipient or the login; empty when the message as a whole was refused
     */
    record Refused(
            RejectReason reason, Reply reply, Optional<String> sender, Optional<String> subject)
            implements SessionEvent {}

    /**
     * A user has signed in.
     *
     * @param user who
     * @param traceparent as in {@link Directory.AuthenticationResult.Granted}
     */
    record SignedIn(Client.User user, String traceparent) implements SessionEvent {}
}
