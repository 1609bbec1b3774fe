/** Tests of who asks. */
@NullMarked
package posthorn.mailbox.rest.access;

import org.jspecify.annotations.NullMarked;
