/** Searches over messages in memory. */
@NullMarked
package posthorn.mailbox.search;

import org.jspecify.annotations.NullMarked;
