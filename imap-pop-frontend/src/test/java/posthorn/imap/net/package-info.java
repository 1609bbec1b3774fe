/** IMAP over sockets. */
@NullMarked
package posthorn.imap.net;

import org.jspecify.annotations.NullMarked;
