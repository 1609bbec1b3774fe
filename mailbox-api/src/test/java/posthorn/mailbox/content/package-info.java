/** What people see of a message. */
@NullMarked
package posthorn.mailbox.content;

import org.jspecify.annotations.NullMarked;
