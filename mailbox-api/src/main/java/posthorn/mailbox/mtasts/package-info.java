/** The policies of our own domains for whoever brings them mail (RFC 8461). */
@NullMarked
package posthorn.mailbox.mtasts;

import org.jspecify.annotations.NullMarked;
