/** Order and key bytes agree. */
@NullMarked
package posthorn.standalone.store.bson;

import org.jspecify.annotations.NullMarked;
