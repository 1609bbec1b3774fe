/**
 * Automatic replies of those who are away (RFC 3834). {@link
 * posthorn.delivery.vacation.VacationReplies} stands behind a delivery into mailboxes: of what was
 * stored, {@link posthorn.delivery.vacation.ReplyRules} (pure) says what may be answered at all,
 * {@link posthorn.delivery.vacation.VacationClaims} whether this sender is answered now, and the
 * reply goes onto the log as notifications do.
 */
@NullMarked
package posthorn.delivery.vacation;

import org.jspecify.annotations.NullMarked;
