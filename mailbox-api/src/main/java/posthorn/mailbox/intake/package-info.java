/**
 * How a message gets into an account: {@link posthorn.mailbox.intake.MessageIntake} takes what the
 * delivery worker and mail clients bring, reads its facts once ({@link
 * posthorn.mailbox.intake.FactsReader}), and hands the command with its body to the account.
 *
 * <p>Deliveries come whole, to one account or to many at once ({@link
 * posthorn.mailbox.intake.DeliveryReceiver}); what clients send comes as slowly as they like, and
 * waits in the transit bodies, not in memory ({@link posthorn.mailbox.intake.AppendReceiver},
 * {@link posthorn.mailbox.intake.TransitReceiver}). Messages in memory are bounded, deliveries
 * apart from what clients send, each with a share for its owner: whoever comes when there is no
 * room waits.
 */
@NullMarked
package posthorn.mailbox.intake;

import org.jspecify.annotations.NullMarked;
