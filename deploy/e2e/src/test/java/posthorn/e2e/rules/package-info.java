/**
 * What is refused, and what wrong input does: nothing. Spoken by hand over TCP where no stock
 * client would say it.
 */
@NullMarked
package posthorn.e2e.rules;

import org.jspecify.annotations.NullMarked;
