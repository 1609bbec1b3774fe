/** Who is local, and what accounts may do. */
@NullMarked
package posthorn.mailbox.directory;

import org.jspecify.annotations.NullMarked;
