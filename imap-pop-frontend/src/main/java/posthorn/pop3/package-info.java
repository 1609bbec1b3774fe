/**
 * POP3 (RFC 1939, 2449, 2595, 3206, 5034) without sockets. Pure: the JDK, {@code mail-protocol} and
 * the port {@code store}.
 *
 * <p>How the pieces meet:
 *
 * <ol>
 *   <li>{@link posthorn.pop3.Pop3Lines} takes lines out of bytes, however they are cut.
 *   <li>{@link posthorn.pop3.Pop3Command} is what a line says.
 *   <li>{@link posthorn.pop3.Pop3Session} knows the state, and answers each line with one {@link
 *       posthorn.pop3.Pop3Action}: something to say, or something to do whose end it is then told.
 *   <li>{@link posthorn.pop3.Maildrops} and {@link posthorn.pop3.LockedMaildrop} do what has to
 *       wait, on a virtual thread, through the port: sign in and lock, fetch, remove and unlock.
 *   <li>{@link posthorn.pop3.MultiLineResponse} turns the octets of a message into a multi-line
 *       response, in one pass.
 * </ol>
 *
 * <p>What POP3 promises: the messages are those that INBOX had at sign-in, under the same numbers
 * until the end; nothing is removed before QUIT, and then all that was marked in one step; a
 * connection that breaks removes nothing.
 */
@NullMarked
package posthorn.pop3;

import org.jspecify.annotations.NullMarked;
