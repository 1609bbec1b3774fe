/** The grammar by itself. */
@NullMarked
package posthorn.access.imap.grammar;

import org.jspecify.annotations.NullMarked;
