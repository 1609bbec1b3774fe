/**
 * Authenticated Received Chain (RFC 8617), the reading side: what servers that passed a message on
 * said of it, and whether that was changed since. A chain that holds is a hint: it says who has
 * sealed, and whether one believes them is for the settings to say. Nothing is sealed here: the
 * experiment has ended.
 *
 * <p>{@link posthorn.protocol.arc.ArcVerification} works as the one of DKIM does, in three steps:
 * header, body, keys. It builds on the pieces of {@code dkim}.
 */
@NullMarked
package posthorn.protocol.arc;

import org.jspecify.annotations.NullMarked;
