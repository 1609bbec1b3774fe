/**
 * IMAP on sockets: the listeners on the connection kit of {@code posthorn.runtime.net}, and nothing
 * of the protocol itself.
 *
 * <p>Concurrency: the event loop of a connection feeds octets to its session and asks it, without
 * waiting, whether they hold something to do. What the session then does runs on a virtual thread
 * of that connection, one piece of work at a time, while no input is read. News from the store
 * comes on the store's threads and is only noted there; the push to a client that idles is work
 * like any other.
 */
@NullMarked
package posthorn.imap.net;

import org.jspecify.annotations.NullMarked;
