/**
 * How a message gets into an account: {@link posthorn.mailbox.intake.MessageIntake} takes what the
 * delivery worker and mail clients bring, reads its facts once ({@link
 * posthorn.mailbox.intake.FactsReader}), and hands the command with its body to the account.
 * Messages in memory are bounded together: whoever comes when there is no room waits.
 */
@NullMarked
package posthorn.mailbox.intake;

import org.jspecify.annotations.NullMarked;
