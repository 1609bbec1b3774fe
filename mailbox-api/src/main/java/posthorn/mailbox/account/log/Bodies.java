package posthorn.mailbox.account.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Bodies of the messages of all accounts, in chunks when large. A stored body never changes: its
 * name says for which entry it was written, see {@link posthorn.mailbox.account.BodyName}.
 */
public interface Bodies {
    /**
     * Stores a body under its name. Repeated, it finishes what an earlier attempt began.
     *
     * @return completes when all of it stands with majority and journal, never earlier
     */
    CompletionStage<Void> write(String account, String name, List<ByteBuffer> content);

    /**
     * Names of bodies written for the entries {@code from} to {@code through}, after {@code after},
     * in the order of names, at most {@code limit}; read concern majority. A body whose chunks are
     * not all there counts, too.
     */
    CompletionStage<List<String>> names(
            String account, long from, long through, String after, int limit);

    /** Deletes bodies by exactly these names, with majority. No error when one is gone. */
    CompletionStage<Void> delete(String account, List<String> names);
}
