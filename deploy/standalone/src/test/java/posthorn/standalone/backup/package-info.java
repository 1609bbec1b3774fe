@NullMarked
package posthorn.standalone.backup;

import org.jspecify.annotations.NullMarked;
