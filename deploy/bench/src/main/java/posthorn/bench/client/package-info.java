/**
 * Clients that cost little: what they say is plain octets, what they hear is looked at as little as
 * can be.
 */
@NullMarked
package posthorn.bench.client;

import org.jspecify.annotations.NullMarked;
