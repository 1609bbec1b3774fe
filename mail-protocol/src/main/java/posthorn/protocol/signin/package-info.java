/**
 * What a service that speaks with mail clients asks {@code mailbox-api} when one of them signs in,
 * and what it is told: {@link posthorn.protocol.signin.SignInAttempt} and {@link
 * posthorn.protocol.signin.SignInRefusal}, the same for SMTP, IMAP, POP3 and the pages. On the wire
 * they are what {@code posthorn.protocol.wire.SignInCodec} makes of them.
 */
@NullMarked
package posthorn.protocol.signin;

import org.jspecify.annotations.NullMarked;
