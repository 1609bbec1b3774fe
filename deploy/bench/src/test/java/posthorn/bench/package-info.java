@NullMarked
package posthorn.bench;

import org.jspecify.annotations.NullMarked;
