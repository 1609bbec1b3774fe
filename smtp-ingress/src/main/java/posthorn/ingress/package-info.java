/**
 * {@code smtp-ingress}: speaks SMTP, decides whether it takes a message, puts it on the log, and
 * only then answers 250.
 *
 * <pre>
 *  client ──▶ net ──▶ session ──▶ net ──▶ kafka   mail.accepted, then 250
 *             bytes   pure        calls    api    mailbox-api: who is local, sign-in, large bodies
 * </pre>
 *
 * <p>Nothing is kept on a disk of its own, and no session outlives its connection: any pod may die
 * at any time. A client that had its 250 has its message on the log; one that had none tries again.
 *
 * <p>Concurrency: the event loop owns a connection and its session; what waits, waits on a virtual
 * thread of that connection, while its input is paused.
 */
@NullMarked
package posthorn.ingress;

import org.jspecify.annotations.NullMarked;
