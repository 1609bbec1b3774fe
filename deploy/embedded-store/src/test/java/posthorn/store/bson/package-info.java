/** Order and key bytes agree. */
@NullMarked
package posthorn.store.bson;

import org.jspecify.annotations.NullMarked;
