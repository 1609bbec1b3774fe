package posthorn.mailbox.account;

import java.util.List;

/**
 * Entry n of an account's log: what became true together. To insert it is the commit. Immutable.
 *
 * @param account whose log it is
 * @param n counted from 1, without gaps
 * @param proposal id of the proposal that became this entry
 * @param keys ids of the commands in it and the proposal's own id, distinct; never empty. (account,
 *     each key) is unique
 * @param changes in the order in which they become true
 * @param needs what a reader has to know to apply it; empty: the first release can
 * @param at milliseconds since 1970, UTC. For people and for expiry by age; nothing correct rests
 *     on it
 * @param results one for each command in it
 */
public record Entry(
        String account,
        long n,
        String proposal,
        List<String> keys,
        List<Change> changes,
        String needs,
        long at,
        List<KeyResult> results) {
    public Entry {
        keys = List.copyOf(keys);
        changes = List.copyOf(changes);
        results = List.copyOf(results);
    }

    /** Answer that was given to the command with the key. */
    public record KeyResult(String key, Result result) {}
}
