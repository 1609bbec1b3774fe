@NullMarked
package posthorn.probe;

import org.jspecify.annotations.NullMarked;
