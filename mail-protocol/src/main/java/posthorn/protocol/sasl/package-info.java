/**
 * Sign-in by SASL (RFC 4422) as SMTP (RFC 4954), IMAP (RFC 3501 §6.2.2, RFC 4959) and POP3 (RFC
 * 5034) have in common: the server's side of SCRAM-SHA-256 and -PLUS (RFC 5802, RFC 7677; channel
 * binding of RFC 9266 and RFC 5929), OAUTHBEARER (RFC 7628) and XOAUTH2, EXTERNAL (RFC 4422), PLAIN
 * (RFC 4616) and LOGIN, as steps without I/O.
 *
 * <p>A protocol makes the {@link posthorn.protocol.sasl.SaslOffer} of its connection, announces it,
 * starts a mechanism of it with the initial response when the client sent one, writes each {@link
 * posthorn.protocol.sasl.SaslStep.Challenge} in its own framing ({@code 334 }, {@code + }), and
 * gives each line of the client to the exchange that came with the challenge; where the step is
 * {@link posthorn.protocol.sasl.SaslStep.BeginScram} it asks the directory. The last step is {@link
 * posthorn.protocol.sasl.SaslStep.Credentials} or {@link posthorn.protocol.sasl.SaslStep.Failed}.
 * Whether a {@link posthorn.protocol.sasl.Credential} is right is for the directory to say; the
 * last words of SCRAM and OAUTHBEARER, which depend on its answer, are in {@code
 * posthorn.protocol.signin.LastChallenge}. PLAIN, LOGIN and tokens show a secret to the server:
 * they are for TLS only.
 */
@NullMarked
package posthorn.protocol.sasl;

import org.jspecify.annotations.NullMarked;
