/** Tests of HTTPS and of orders whose names are really proved. */
@NullMarked
package posthorn.mailbox.https;

import org.jspecify.annotations.NullMarked;
