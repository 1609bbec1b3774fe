/** Lists in memory. */
@NullMarked
package posthorn.ingress.blocklist;

import org.jspecify.annotations.NullMarked;
