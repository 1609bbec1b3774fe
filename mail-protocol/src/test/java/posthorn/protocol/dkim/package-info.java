/** Tests of signatures, by data files and properties. */
@NullMarked
package posthorn.protocol.dkim;

import org.jspecify.annotations.NullMarked;
