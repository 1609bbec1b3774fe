/** POP3 over sockets and in memory. */
@NullMarked
package posthorn.pop3.net;

import org.jspecify.annotations.NullMarked;
