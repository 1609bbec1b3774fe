/**
 * The grammar of IMAP4rev1 (RFC 3501 §9) with the extensions that are spoken here. Pure: octets in,
 * commands out; values in, octets out. It knows neither sockets nor accounts.
 *
 * <p>The pieces, in the order in which octets meet them:
 *
 * <ol>
 *   <li>{@link posthorn.imap.grammar.ImapCommandReader} cuts the stream into commands, whatever
 *       pieces it comes in. It alone knows about literals (RFC 3501 §7.5, RFC 7888) and holds every
 *       limit: octets of a line, of a command, of a message.
 *   <li>{@link posthorn.imap.grammar.ImapCommandParser} turns the octets of one whole command into
 *       a {@link posthorn.imap.grammar.ImapCommand}, or says what is wrong with them.
 *   <li>{@link posthorn.imap.grammar.ImapCommandWriter} is the inverse.
 *   <li>{@link posthorn.imap.grammar.ResponseWriter} writes responses, without strings in between.
 * </ol>
 *
 * <p>Mailbox names are Unicode in a command; on the wire they are modified UTF-7 ({@link
 * posthorn.imap.grammar.MailboxNames}). Where the Javadoc says <i>octets</i>, a String holds a char
 * of 0 to 255 for each octet.
 */
@NullMarked
package posthorn.imap.grammar;

import org.jspecify.annotations.NullMarked;
