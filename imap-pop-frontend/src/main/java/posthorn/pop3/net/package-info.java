/**
 * POP3 on sockets: the listeners on the connection kit of {@code posthorn.runtime.net}, and nothing
 * of the protocol itself.
 *
 * <p>Concurrency: the event loop of a connection takes lines and asks the session what they want.
 * Answers that are only texts are written at once; messages, sign-in and removal wait for the store
 * on a virtual thread of that connection, one at a time, while no input is read.
 */
@NullMarked
package posthorn.pop3.net;

import org.jspecify.annotations.NullMarked;
