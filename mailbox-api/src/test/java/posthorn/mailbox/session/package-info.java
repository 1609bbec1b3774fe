/** Tests of sessions. */
@NullMarked
package posthorn.mailbox.session;

import org.jspecify.annotations.NullMarked;
