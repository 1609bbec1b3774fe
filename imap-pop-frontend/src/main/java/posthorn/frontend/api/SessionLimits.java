package posthorn.frontend.api;

import posthorn.frontend.store.OctetShares;
import posthorn.frontend.store.ReadAheadBudget;

/**
 * What sessions may hold.
 *
 * @param sessionsPerAccount sessions of one account at once, on this pod
 * @param endedByNewPassword whether a changed password ends the sessions of its account
 * @param keptAppend octets of an appended message that are kept for another attempt
 * @param appends for messages on their way into mailboxes, all sessions together
 * @param ahead for messages that are read before they are asked for, all sessions together
 */
record SessionLimits(
        int sessionsPerAccount,
        boolean endedByNewPassword,
        int keptAppend,
        OctetShares appends,
        ReadAheadBudget ahead) {}
