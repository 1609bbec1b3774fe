package posthorn.mailbox.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.InsertManyOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Inserts of many accounts into one collection, several to a command: while commands are under way
 * the next documents gather. Unordered, so that a document that is refused hinders no other. One
 * whose answer has not come after a second is answered {@link Answer.None}, and its account goes
 * alone until an insert of it is answered again. Safe for all threads.
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

    private record Waiting(
            String account, BsonDocument document, int octets, CompletableFuture<Answer> answer) {}

    private final ReactiveMongoCollection<BsonDocument> collection;
    private final int atOnce;
    private final int mostWaiting;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Set<String> slow = new HashSet<>();
    private int underWay;

    /**
     * @param atOnce shared commands that may be under way
     * @param mostWaiting documents that may wait; more are answered {@link Answer.None} at once
     */
    SharedInserts(ReactiveMongoCollection<BsonDocument> collection, int atOnce, int mostWaiting) {
        this.collection = collection;
        this.atOnce = atOnce;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Inserts one document.
     *
     * @param octets about how large it is
     * @return never fails
     */
    CompletionStage<Answer> insert(String account, BsonDocument document, int octets) {
        Waiting waiting = new Waiting(account, document, octets, new CompletableFuture<>());
        boolean alone;
        synchronized (this) {
            alone = slow.contains(account);
            if (!alone && queue.size() >= mostWaiting) {
                waiting.answer().complete(new Answer.None("too many inserts wait"));
                return waiting.answer();
            }
            if (!alone) {
                queue.add(waiting);
            }
        }
        if (alone) {
            send(List.of(waiting), () -> {});
        } else {
            pump();
        }
        return waiting.answer();
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
        if (underWay >= atOnce) {
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
                .deferred(() ->
                        collection.insertMany(
                                batch.stream().map(Waiting::document).toList(),
                                new InsertManyOptions().ordered(false)))
                .ifNoItem()
                .after(batch.size() == 1 ? MailboxDatabase.PATIENCE : ANSWER_WITHIN)
                .fail()
                .subscribe()
                .with(result -> answer(batch, null, done), failure -> answer(batch, failure, done));
    }

    private void answer(List<Waiting> batch, @Nullable Throwable failure, Runnable done) {
        List<Answer> answers = answers(batch.size(), failure);
        synchronized (this) {
            for (int i = 0; i < batch.size(); i++) {
                if (answers.get(i) instanceof Answer.None) {
                    slow.add(batch.get(i).account());
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
