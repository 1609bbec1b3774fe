/** Tests of the way to delivery-worker. */
@NullMarked
package posthorn.mailbox.worker;

import org.jspecify.annotations.NullMarked;
