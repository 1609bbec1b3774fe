package posthorn.frontend.api;

import posthorn.frontend.store.ReadAheadBudget;

/**
 * What sessions may hold.
 *
 * @param keptAppend octets of an appended message that are kept for another attempt
 * @param ahead for messages that are read before they are asked for, all sessions together
 */
record SessionLimits(int keptAppend, ReadAheadBudget ahead) {}
