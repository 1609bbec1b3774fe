package posthorn.mailbox.account;

/**
 * What a decision depends on besides the state and the commands. Whoever decides brings it; a
 * decision with the same context is the same.
 *
 * @param proposal id of the proposal: new for every decision
 * @param at milliseconds since 1970, UTC
 * @param keptSince deliveries first tried before this time may have been forgotten; milliseconds
 *     since 1970, 0: none
 * @param standing lock of the maildrop that this pod has seen unchanged for longer than a lock may
 *     stand
 * @param limits of the settings
 */
public record DecisionContext(
        String proposal, long at, long keptSince, MaildropLock standing, AccountLimits limits) {}
