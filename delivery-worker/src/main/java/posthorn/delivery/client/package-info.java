/**
 * SMTP as the client speaks it (RFC 5321 §3, §4), without I/O.
 *
 * <ol>
 *   <li>{@link posthorn.delivery.client.SmtpClient#open} reads the greeting, says EHLO (HELO where
 *       that is not understood), and begins TLS when it is offered and wanted.
 *   <li>{@link posthorn.delivery.client.SmtpClient#transact} runs MAIL, one RCPT per recipient and
 *       DATA, all in one go where the host offers PIPELINING (RFC 2920), and gives a {@link
 *       posthorn.delivery.client.RecipientResult} per recipient. Octets go out as they came; only
 *       dots at the start of a line are doubled (§4.5.2).
 *   <li>A connection that is fit for it is used again, behind an RSET.
 * </ol>
 *
 * <p>Straight code over {@link posthorn.delivery.client.SmtpTransport}, one connection with
 * blocking reads. What goes wrong in a transaction is the result of its recipients; what goes wrong
 * before one is thrown as {@link posthorn.delivery.client.SessionFailure}. What follows from either
 * says {@link posthorn.delivery.policy.FailurePolicy}.
 */
@NullMarked
package posthorn.delivery.client;

import org.jspecify.annotations.NullMarked;
