/**
 * The SMTP session: what the server says and does, as a pure state machine (RFC 5321, 3207, 4954,
 * 6409).
 *
 * <p>Octets go in, {@link posthorn.ingress.session.Action}s come out. Nothing in here reads a
 * socket, waits, or asks what time it is; what has to wait is an {@link
 * posthorn.ingress.session.PortCall}, which whoever runs the session performs on the ports and
 * answers. How the pieces meet:
 *
 * <ol>
 *   <li>{@link posthorn.ingress.session.SmtpSession} holds the state ({@link
 *       posthorn.ingress.session.SmtpSessionState}: every state is a type with the data that it
 *       has), switches on the command and has one method per verb.
 *   <li>{@link posthorn.ingress.session.CommandLineReader} and {@link
 *       posthorn.ingress.session.DataDecoder} are its two resumable readers: lines before DATA,
 *       octets behind it.
 *   <li>{@link posthorn.ingress.session.DataReceiver} takes one message in: memory first, a transit
 *       body when it grows, nothing at all once it is refused.
 *   <li>{@link posthorn.ingress.session.RejectReason} is every "no" that there is, with its code
 *       and its words: the whole policy in one list.
 *   <li>The ports are {@link posthorn.ingress.session.Directory}, {@link
 *       posthorn.ingress.session.MessageLog}, {@link posthorn.ingress.session.TransitStore} and
 *       {@link posthorn.ingress.session.MailAdmission}. What they promise stands in their Javadoc.
 * </ol>
 *
 * <p>Concurrency: a session belongs to one thread at a time (the event loop of its connection);
 * calls on ports run elsewhere. Only {@link posthorn.ingress.session.BodyMemory} is shared.
 */
@NullMarked
package posthorn.ingress.session;

import org.jspecify.annotations.NullMarked;
