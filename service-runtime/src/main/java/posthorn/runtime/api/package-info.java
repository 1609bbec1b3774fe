/**
 * The way to {@code mailbox-api}: which pod serves which account, and the token that is shown
 * there.
 */
@NullMarked
package posthorn.runtime.api;

import org.jspecify.annotations.NullMarked;
