/**
 * Mail of all kinds while things die: nothing that a client was told is taken is lost or doubled.
 */
@NullMarked
package posthorn.e2e.loss;

import org.jspecify.annotations.NullMarked;
