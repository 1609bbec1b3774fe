/** Tests of the client of name servers. */
@NullMarked
package posthorn.runtime.dns;

import org.jspecify.annotations.NullMarked;
