/**
 * Automatic replies of those who are away (RFC 3834). The delivery worker asks for each message
 * that might be answered ({@link posthorn.mailbox.vacation.Vacations}); whether this sender was
 * answered lately is a document that is claimed before the reply is sent ({@link
 * posthorn.mailbox.vacation.ReplyClaims}), so that of several pods one sends it.
 */
@NullMarked
package posthorn.mailbox.vacation;

import org.jspecify.annotations.NullMarked;
