/** Tests of signatures on what leaves. */
@NullMarked
package posthorn.delivery.signing;

import org.jspecify.annotations.NullMarked;
