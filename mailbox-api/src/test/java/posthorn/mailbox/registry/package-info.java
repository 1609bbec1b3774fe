/** The directory and who may come in, over stores in memory. */
@NullMarked
package posthorn.mailbox.registry;

import org.jspecify.annotations.NullMarked;
