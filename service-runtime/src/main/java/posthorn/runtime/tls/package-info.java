/**
 * Certificate and key of this server: read from files and read again when they change, or made on
 * the spot and said so.
 */
@NullMarked
package posthorn.runtime.tls;

import org.jspecify.annotations.NullMarked;
