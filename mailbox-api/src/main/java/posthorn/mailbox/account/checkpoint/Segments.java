package posthorn.mailbox.account.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Immutable pieces of checkpoints, and rows that an entry names, of all accounts: octets under a
 * name that is never given twice. A segment may be as large as a document.
 */
public interface Segments {
    /**
     * Stores segments, content by name.
     *
     * @return completes when all stand with majority and journal; one that stands already is the
     *     same and no error
     */
    CompletionStage<Void> write(String account, Map<String, byte[]> contents);

    /** Content by name of those that are there; read concern majority. */
    CompletionStage<Map<String, byte[]>> read(String account, Collection<String> names);

    /**
     * Names after {@code after} in the order of names, at most {@code limit}; read concern
     * majority.
     */
    CompletionStage<List<String>> names(String account, String after, int limit);

    /** Deletes segments by exactly these names, with majority. No error when one is gone. */
    CompletionStage<Void> delete(String account, Collection<String> names);
}
