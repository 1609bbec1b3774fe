/** The store through the eyes of MongoDB's own driver, over kills and power cuts. */
@NullMarked
package posthorn.standalone.store;

import org.jspecify.annotations.NullMarked;
