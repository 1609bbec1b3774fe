/**
 * Mail of every kind from clients that keep their own lists, and what became of it as readers see
 * it. Nothing here knows a database of ours.
 */
@NullMarked
package posthorn.e2e.load;

import org.jspecify.annotations.NullMarked;
