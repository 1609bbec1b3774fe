package posthorn.mailbox.account.log;

import java.util.List;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.Entry;

/**
 * The logs of all accounts: one document per entry, unique by (account, n) and by (account, each
 * key).
 *
 * <p>What all reads promise: read concern majority, so nothing that they return is ever rolled
 * back; they may be stale. A stage that fails says nothing about what the store did.
 */
public interface AccountLog {
    /**
     * Inserts entries of different accounts, unordered.
     *
     * @return in the order of the entries. OK only with write concern majority and journal: the
     *     entry survives any failover. Every other answer is a hint, and the insert may still
     *     arrive after it
     */
    CompletionStage<List<InsertAnswer>> insert(List<Entry> entries);

    /**
     * Entries from {@code from} on, ascending, at most {@code limit}. They may have gaps below the
     * floor.
     */
    CompletionStage<List<Entry>> read(String account, long from, int limit);

    /** Entries that hold any of the keys, ascending. */
    CompletionStage<List<Entry>> find(String account, List<String> keys);

    /** Number of the last entry; 0: none. */
    CompletionStage<Long> head(String account);

    /**
     * Removes the entry if it is the one of the proposal, with majority; no error when it is gone.
     */
    CompletionStage<Void> remove(String account, long n, String proposal);

    /**
     * Deletes the entries up to a number, in ascending order: at any time, and if it ends halfway,
     * what is left begins at one number. With majority.
     */
    CompletionStage<Void> deleteThrough(String account, long through);

    /**
     * Floor of the account, read causally after every answer that the caller has had about the
     * account: it is at least as new as anything that those answers saw.
     */
    CompletionStage<Floor> floor(String account);
}
