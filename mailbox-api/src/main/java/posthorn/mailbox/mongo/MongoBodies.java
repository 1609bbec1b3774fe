package posthorn.mailbox.mongo;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.account.BodyName;
import posthorn.mailbox.accountcache.BodyStore;

/** Bodies in MongoDB, in chunks of at most a megabyte. */
public final class MongoBodies implements BodyStore {

    private final Chunks chunks;

    /**
     * @param insertsAtOnce shared inserts that may be under way
     * @param mostWaiting chunks that may wait for one
     */
    public MongoBodies(MailboxDatabase database, int insertsAtOnce, int mostWaiting) {
        this.chunks =
                new Chunks(
                        database.collection(Indexes.BODIES),
                        MongoBodies::byNumber,
                        insertsAtOnce,
                        mostWaiting);
    }

    @Override
    public CompletionStage<Void> write(String account, String name, List<ByteBuffer> content) {
        return chunks.write(account, name, Multi.createFrom().iterable(content))
                .subscribeAsCompletionStage();
    }

    /**
     * Bodies lie by the number of their entry, so that those of a range are found without the
     * others.
     */
    private static String byNumber(String name) {
        return number(BodyName.number(name)) + "." + name;
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%019d", n);
    }

    @Override
    public CompletionStage<List<String>> names(
            String account, long from, long through, String after, int limit) {
        return chunks.names(
                        account,
                        number(from),
                        through == Long.MAX_VALUE ? "" : number(through + 1),
                        after,
                        limit)
                .subscribeAsCompletionStage();
    }

    @Override
    public CompletionStage<Void> delete(String account, List<String> names) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> chunks.delete(account, name))
                .collect()
                .last()
                .subscribeAsCompletionStage();
    }

    @Override
    public Multi<ByteBuffer> read(String account, String name, long offset, long length) {
        return chunks.read(account, name, offset, length);
    }

    @Override
    public CompletionStage<Map<String, ByteBuffer>> small(
            String account, Collection<String> names) {
        return chunks.whole(account, names, SMALL).subscribeAsCompletionStage();
    }
}
