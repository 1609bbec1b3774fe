@NullMarked
package posthorn.runtime.log;

import org.jspecify.annotations.NullMarked;
