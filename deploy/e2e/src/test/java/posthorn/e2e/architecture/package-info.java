/** The rules of the house, held against the classes of all rooms. */
@NullMarked
package posthorn.e2e.architecture;

import org.jspecify.annotations.NullMarked;
