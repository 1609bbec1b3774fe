/**
 * Sign-in by SASL (RFC 4422) as SMTP (RFC 4954), IMAP (RFC 3501 §6.2.2, RFC 4959) and POP3 (RFC
 * 5034) have in common: the server's side of PLAIN (RFC 4616) and LOGIN, as steps without I/O.
 *
 * <p>A protocol asks {@link posthorn.protocol.sasl.SaslMechanism#named} for the mechanism, starts
 * it with the initial response when the client sent one, writes each {@link
 * posthorn.protocol.sasl.SaslStep.Challenge} in its own framing ({@code 334 }, {@code + }), and
 * gives each line of the client to the exchange that came with the challenge, until the step is
 * {@link posthorn.protocol.sasl.SaslStep.Credentials} or {@link
 * posthorn.protocol.sasl.SaslStep.Failed}. Whether they are right is for the directory to say. Both
 * mechanisms show the password to the server: they are for TLS only.
 */
@NullMarked
package posthorn.protocol.sasl;

import org.jspecify.annotations.NullMarked;
