/** The connection code over real sockets, with a protocol of a few words. */
@NullMarked
package posthorn.runtime.net;

import org.jspecify.annotations.NullMarked;
