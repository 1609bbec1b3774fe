/** The grammar by itself. */
@NullMarked
package posthorn.imap.grammar;

import org.jspecify.annotations.NullMarked;
