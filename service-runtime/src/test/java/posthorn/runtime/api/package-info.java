@NullMarked
package posthorn.runtime.api;

import org.jspecify.annotations.NullMarked;
