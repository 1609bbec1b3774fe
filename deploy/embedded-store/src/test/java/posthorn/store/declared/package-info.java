/**
 * Holds what a service declares about its database against what its tests send there: each query
 * has a shape, and the shapes stand in a file that {@code posthorn store check} explains to the
 * operator's own server.
 */
@NullMarked
package posthorn.store.declared;

import org.jspecify.annotations.NullMarked;
