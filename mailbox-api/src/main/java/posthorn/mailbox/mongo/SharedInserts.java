package posthorn.mailbox.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.InsertManyOptions;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Inserts of many accounts into one collection, several to a command: while commands are under way
 * the next documents gather. Unordered, so that a document that is refused hinders no other. One
 * whose answer has not come after a second is answered {@link Answer.None}, and its account goes
 * alone until an insert of it is answered again, a few such accounts at a time: after a stall of
 * the whole store all accounts are alone, and must not come to it together. Safe for all threads.
 */
final class SharedInserts {

    /** What the store said to one document. */
    sealed interface Answer {
        /** It stands, on a majority's journals. */
        record Stands() implements Answer {}

        /**
         * A unique index has its value already, or had when the store looked.
         *
         * @param index the server's words, which name the index
         */
        record Taken(String index) implements Answer {}

        /** It may stand, or come to stand. */
        record None(String reason) implements Answer {}
    }

    private static final Answer STANDS = new Answer.Stands();
    private static final int DUPLICATE = 11000;
    private static final int MOST_DOCUMENTS = 1000;
    private static final int MOST_OCTETS = 4 * 1024 * 1024;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

    /** How documents get into the collection, unordered. */
    @FunctionalInterface
    interface InsertMany {
        /** Fails with {@link MongoBulkWriteException} when the server says what it refused. */
        Uni<?> insert(List<BsonDocument> documents);
    }

    private record Waiting(
            String account,
            BsonDocument document,
            int octets,
            long since,
            CompletableFuture<Answer> answer) {}

    private final InsertMany collection;
    private final StoreLimits limits;
    private final LongSupplier nanos;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Queue<Waiting> alone = new ArrayDeque<>();
    private final Set<String> slow = new LinkedHashSet<>();
    private int underWay;
    private int aloneUnderWay;

    SharedInserts(DocumentCollection collection, StoreLimits limits) {
        this(
                documents ->
                        collection.insertMany(documents, new InsertManyOptions().ordered(false)),
                limits,
                System::nanoTime);
    }

    /**
     * Inserts into a collection.
     *
     * @param nanos monotonic clock
     */
    SharedInserts(InsertMany collection, StoreLimits limits, LongSupplier nanos) {
        this.collection = collection;
        this.limits = limits;
        this.nanos = nanos;
    }

    /**
     * Inserts one document.
     *
     * @param octets about how large it is
     * @return never fails
     */
    CompletionStage<Answer> insert(String account, BsonDocument document, int octets) {
        Waiting waiting =
                new Waiting(
                        account, document, octets, nanos.getAsLong(), new CompletableFuture<>());
        boolean taken;
        synchronized (this) {
            taken = queue.size() + alone.size() < limits.insertsWaiting();
            if (taken) {
                (slow.contains(account) ? alone : queue).add(waiting);
            }
        }
        if (taken) {
            pump();
            pumpAlone();
        } else {
            waiting.answer().complete(new Answer.None("too many inserts wait"));
        }
        return waiting.answer();
    }

    private void pumpAlone() {
        for (Waiting next = nextAlone(); next != null; next = nextAlone()) {
            send(List.of(next), this::aloneSlotFree);
        }
    }

    /** Those who have waited for too long are told so, and are not sent. */
    private @Nullable Waiting nextAlone() {
        List<Waiting> late = new ArrayList<>();
        Waiting next = null;
        synchronized (this) {
            while (next == null
                    && aloneUnderWay < limits.insertsAloneAtOnce()
                    && !alone.isEmpty()) {
                Waiting first = alone.remove();
                if (nanos.getAsLong() - first.since() > MailboxDatabase.ANSWERS_WITHIN.toNanos()) {
                    late.add(first);
                } else {
                    next = first;
                    aloneUnderWay++;
                }
            }
        }
        late.forEach(each -> each.answer().complete(new Answer.None("no turn came in time")));
        return next;
    }

    private void aloneSlotFree() {
        synchronized (this) {
            aloneUnderWay--;
        }
        pumpAlone();
    }

    private void pump() {
        while (true) {
            List<Waiting> batch = next();
            if (batch.isEmpty()) {
                return;
            }
            send(batch, this::slotFree);
        }
    }

    private synchronized List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        if (underWay >= limits.insertsAtOnce()) {
            return batch;
        }
        int octets = 0;
        while (!queue.isEmpty() && batch.size() < MOST_DOCUMENTS) {
            Waiting first = queue.element();
            if (!batch.isEmpty() && octets + first.octets() > MOST_OCTETS) {
                break;
            }
            octets += first.octets();
            batch.add(queue.remove());
        }
        if (!batch.isEmpty()) {
            underWay++;
        }
        return batch;
    }

    private void slotFree() {
        synchronized (this) {
            underWay--;
        }
        pump();
    }

    private void send(List<Waiting> batch, Runnable done) {
        Uni.createFrom()
                .deferred(() -> collection.insert(batch.stream().map(Waiting::document).toList()))
                .ifNoItem()
                .after(batch.size() == 1 ? MailboxDatabase.ANSWERS_WITHIN : ANSWER_WITHIN)
                .fail()
                .subscribe()
                .with(result -> answer(batch, null, done), failure -> answer(batch, failure, done));
    }

    private void answer(List<Waiting> batch, @Nullable Throwable failure, Runnable done) {
        List<Answer> answers = answers(batch.size(), failure);
        synchronized (this) {
            for (int i = 0; i < batch.size(); i++) {
                if (answers.get(i) instanceof Answer.None) {
                    remember(batch.get(i).account());
                } else {
                    slow.remove(batch.get(i).account());
                }
            }
        }
        done.run();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(answers.get(i));
        }
    }

    /** The oldest is forgotten when they are many: it goes with others then, and is found again. */
    private void remember(String account) {
        slow.add(account);
        if (slow.size() > limits.insertsWaiting()) {
            slow.remove(slow.iterator().next());
        }
    }

    /**
     * One answer per document. With an error of the write concern, none of those that the server
     * took is known to stand with a majority.
     */
    private static List<Answer> answers(int count, @Nullable Throwable failure) {
        if (failure == null) {
            return java.util.Collections.nCopies(count, STANDS);
        }
        List<Answer> answers =
                new ArrayList<>(
                        java.util.Collections.nCopies(
                                count, new Answer.None(String.valueOf(failure.getMessage()))));
        if (failure instanceof MongoBulkWriteException bulk) {
            if (bulk.getWriteConcernError() == null) {
                java.util.Collections.fill(answers, STANDS);
            }
            for (BulkWriteError error : bulk.getWriteErrors()) {
                answers.set(
                        error.getIndex(),
                        error.getCode() == DUPLICATE
                                ? new Answer.Taken(error.getMessage())
                                : new Answer.None(error.getMessage()));
            }
        }
        return answers;
    }
}
