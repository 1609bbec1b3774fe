/** Tests of keys. */
@NullMarked
package posthorn.mailbox.dkim;

import org.jspecify.annotations.NullMarked;
