/** The store through the eyes of MongoDB's own driver, over kills and power cuts. */
@NullMarked
package posthorn.store;

import org.jspecify.annotations.NullMarked;
