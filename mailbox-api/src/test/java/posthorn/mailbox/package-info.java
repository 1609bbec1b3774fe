/** The whole of {@code mailbox-api}, seen from outside. */
@NullMarked
package posthorn.mailbox;

import org.jspecify.annotations.NullMarked;
