/**
 * SMTP as two parties must agree on it: addresses, commands, parameters and replies, with {@code
 * parse} and {@code encode} as inverses of each other (RFC 5321, 1870, 2034, 3463, 4954, 6152,
 * 6531).
 *
 * <p>Server and client share it: {@code smtp-ingress} parses {@link posthorn.protocol.smtp.Command
 * commands} and encodes {@link posthorn.protocol.smtp.Reply replies}, the relay of {@code
 * delivery-worker} does the opposite, and the directory of {@code mailbox-api} takes from here what
 * "the same address" means ({@link posthorn.protocol.smtp.AddressKey}). Nothing in here reads a
 * socket, keeps a state between two commands or knows a setting.
 *
 * <p>Texts are Java strings, decoded from UTF-8 (RFC 6531). A parser never throws at bad input: it
 * returns an empty {@code Optional}, or for a command line {@link
 * posthorn.protocol.smtp.Command.Malformed} with the reply to give. All values are immutable and
 * may be shared between threads, except {@link posthorn.protocol.smtp.ReplyDecoder}.
 *
 * <p>We are lenient where the world is: an underscore in a domain name, a space after {@code MAIL
 * FROM:}, any word as EHLO's argument. What we encode is always strict.
 */
@NullMarked
package posthorn.protocol.smtp;

import org.jspecify.annotations.NullMarked;
