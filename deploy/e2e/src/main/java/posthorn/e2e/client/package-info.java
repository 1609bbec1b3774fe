/**
 * Mail clients that are not ours, as a test needs them: Angus Mail, which many Java programs use,
 * sends and reads over SMTP, IMAP and POP3; {@link posthorn.e2e.client.RawConnection} is a bare
 * socket for what no client does. What they read are the octets as the server gave them. Any
 * certificate is accepted, since the tests make their own.
 */
@NullMarked
package posthorn.e2e.client;

import org.jspecify.annotations.NullMarked;
