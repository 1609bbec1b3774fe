/** Tests of records. */
@NullMarked
package posthorn.mailbox.zone;

import org.jspecify.annotations.NullMarked;
