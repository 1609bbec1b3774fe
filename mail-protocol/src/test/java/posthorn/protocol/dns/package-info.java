/** Names in memory, for the tests of what asks DNS. */
@NullMarked
package posthorn.protocol.dns;

import org.jspecify.annotations.NullMarked;
