/** The way of a message, from stock client to stock client, every octet compared. */
@NullMarked
package posthorn.e2e.journey;

import org.jspecify.annotations.NullMarked;
