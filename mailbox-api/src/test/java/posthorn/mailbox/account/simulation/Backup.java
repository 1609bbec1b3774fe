package posthorn.mailbox.account.simulation;

import java.util.Map;

/**
 * A consistent copy.
 *
 * @param accounts what is in the store
 * @param truth the log at that moment
 */
record Backup(Map<String, StoredAccount> accounts, Truth truth) {}
