/**
 * The IMAP session: commands in, responses out. Pure: it knows the grammar, the port to the
 * accounts, and nothing of sockets, threads or gRPC.
 *
 * <p>How the pieces meet:
 *
 * <ol>
 *   <li>{@link posthorn.imap.session.ImapSession} is fed with octets. {@code ready} says, without
 *       waiting, whether they hold something to do; {@code work} does it, and may wait for the
 *       store, so it belongs on a virtual thread.
 *   <li>One exhaustive switch hands each command to the class of its family, which returns an
 *       {@link posthorn.imap.session.TaggedResponse}: {@code FetchCommand}, {@code StoreCommands},
 *       {@code ListCommands} and so on.
 *   <li>{@link posthorn.imap.session.SelectedMailbox} is the client's own view of a mailbox: the
 *       message index that the client was last told about. What the client does not know yet is the
 *       difference between it and the store's current index, and is told where RFC 3501 §7.4.1
 *       allows it.
 *   <li>Between commands a session holds no buffer and no thread. While it idles, a change in the
 *       store makes the connection call {@code push}.
 * </ol>
 *
 * <p>Only one thread at a time may be inside a session; the connection sees to that.
 */
@NullMarked
package posthorn.imap.session;

import org.jspecify.annotations.NullMarked;
