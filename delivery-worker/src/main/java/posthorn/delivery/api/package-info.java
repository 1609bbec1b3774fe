/**
 * The worker's calls to {@code mailbox-api}: delivery into mailboxes, transit bodies, who is local.
 * Blocking, each with a deadline, for virtual threads.
 */
@NullMarked
package posthorn.delivery.api;

import org.jspecify.annotations.NullMarked;
