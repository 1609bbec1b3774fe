package posthorn.mailbox.accountcache;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import posthorn.mailbox.account.Entry;
import posthorn.mailbox.account.log.AccountLog;
import posthorn.mailbox.account.log.AppendSettings;
import posthorn.mailbox.account.log.Appender;
import posthorn.mailbox.account.log.Floor;
import posthorn.mailbox.account.log.InsertAnswer;
import posthorn.mailbox.memory.MemoryBodiesAndSegments;
import posthorn.mailbox.memory.MemoryLog;
import posthorn.mailbox.memory.MemoryManifests;

/** Stores in memory whose answers a test can hold back or spoil. */
final class FragileStores {

    final MemoryManifests manifests = new MemoryManifests();
    final MemoryLog memory = new MemoryLog(manifests);
    final MemoryBodiesAndSegments.Bodies bodies = new MemoryBodiesAndSegments.Bodies();
    final MemoryBodiesAndSegments.Parts segments = new MemoryBodiesAndSegments.Parts();
    final Map<String, Integer> reads = new HashMap<>();

    /** Inserts are lost, and have no answer. */
    boolean insertsAreLost;

    /** Reads of the log throw instead of failing. */
    boolean readsThrow;

    /** Reads of the log are answered when the test says so; null: at once. */
    List<Runnable> heldReads = new ArrayList<>();

    boolean holdReads;

    Stores stores() {
        return new Stores(new Log(), bodies, segments, manifests);
    }

    /** A cache of accounts over these stores, with room for all of a test. */
    AccountCache accounts(Machine machine) {
        AtomicInteger ids = new AtomicInteger();
        return new AccountCache(
                stores(),
                () ->
                        new Appender(
                                AppendSettings.DEFAULT,
                                () -> "p" + ids.incrementAndGet(),
                                UnaryOperator.identity()),
                EntryNotifier.NONE,
                machine,
                new AccountCache.Limits(1000, 1L << 40));
    }

    /** The octets of a body. */
    static byte[] octets(Multi<ByteBuffer> body) {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        body.subscribe().asIterable().forEach(all::put);
        byte[] octets = new byte[all.position()];
        all.flip().get(octets);
        return octets;
    }

    private final class Log implements AccountLog {
        @Override
        public CompletionStage<List<InsertAnswer>> insert(List<Entry> entries) {
            return insertsAreLost
                    ? CompletableFuture.completedStage(List.of(InsertAnswer.NO_ANSWER))
                    : memory.insert(entries);
        }

        @Override
        public CompletionStage<List<Entry>> read(String account, long from, int limit) {
            reads.merge(account, 1, Integer::sum);
            if (readsThrow) {
                throw new AssertionError("a defect of the store's client");
            }
            if (!holdReads) {
                return memory.read(account, from, limit);
            }
            CompletableFuture<List<Entry>> answer = new CompletableFuture<>();
            heldReads.add(() -> memory.read(account, from, limit).thenAccept(answer::complete));
            return answer;
        }

        @Override
        public CompletionStage<List<Entry>> find(String account, List<String> keys) {
            return memory.find(account, keys);
        }

        @Override
        public CompletionStage<Long> head(String account) {
            return memory.head(account);
        }

        @Override
        public CompletionStage<Void> remove(String account, long n, String proposal) {
            return memory.remove(account, n, proposal);
        }

        @Override
        public CompletionStage<Void> deleteThrough(String account, long through) {
            return memory.deleteThrough(account, through);
        }

        @Override
        public CompletionStage<Floor> floor(String account) {
            return memory.floor(account);
        }
    }
}
