package posthorn.ingress.session;

import java.time.Duration;
import java.util.function.Consumer;
import posthorn.protocol.smtp.Reply;

/** What a session wants of whoever runs it, in this order. */
public sealed interface Action {

    /**
     * Send a reply.
     *
     * @param reply to the client
     */
    record Say(Reply reply) implements Action {}

    /**
     * Send the reply, drop everything that was received and not read, and begin the handshake; then
     * {@link SmtpSession#secured}.
     *
     * @param reply the last words in clear
     */
    record StartTls(Reply reply) implements Action {}

    /**
     * Perform a call, then {@link SmtpSession#answered} or {@link SmtpSession#failed}. Always last;
     * until then the session takes no input.
     *
     * @param call what to do
     * @param then takes the answer
     * @param otherwise runs when there is none
     * @param <A> the answer
     */
    record Ask<A>(PortCall<A> call, Consumer<A> then, Runnable otherwise) implements Action {}

    /**
     * Count the connection, and the memory that it takes from now on, as another client's, then
     * {@link SmtpSession#attributed}, or {@link SmtpSession#notAttributed} when that one has too
     * many.
     *
     * @param client for whom the peer speaks
     */
    record Attribute(Client client) implements Action {}

    /**
     * When so much time has passed, call {@link SmtpSession#timedOut}; in the place of the deadline
     * before.
     *
     * @param limit from now on
     */
    record Deadline(Duration limit) implements Action {}

    /**
     * Move the deadline on.
     *
     * @param more by how much
     * @param most how far away from now it may be then
     */
    record ExtendDeadline(Duration more, Duration most) implements Action {}

    /**
     * Something for log and counters; the client does not see it.
     *
     * @param event what happened
     */
    record Tell(SessionEvent event) implements Action {}

    /** Close the connection after everything that was said has been sent. */
    record Close() implements Action {}
}
