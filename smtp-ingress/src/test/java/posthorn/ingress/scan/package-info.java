/** Scanners over the tests' own servers, and Debian's where they are installed. */
@NullMarked
package posthorn.ingress.scan;

import org.jspecify.annotations.NullMarked;
