package posthorn.launcher.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;

/**
 * The primary steps down while there are writes, as at an upgrade: each write that was acknowledged
 * is there afterwards, and writes are taken again soon.
 */
final class StepDown {

    private static final String NAME = "a primary that steps down loses nothing";
    private static final int COMMAND_NOT_FOUND = 59;
    private static final int WRITERS = 4;
    private static final int DUPLICATE = 11000;
    private static final int BEFORE = 200;
    private static final int AFTER = 200;
    private static final int AWAY_SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final MongoDatabase admin;
    private final MongoCollection<Document> documents;
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong lastWrite = new AtomicLong(System.nanoTime());
    private final AtomicLong longestPause = new AtomicLong();

    StepDown(MongoDatabase database, MongoDatabase admin) {
        this.admin = admin;
        this.documents = database.getCollection("step-down");
    }

    CheckResult run() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                threads.execute(() -> write(number));
            }
            try {
                return stepDown();
            } finally {
                stop.set(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CheckResult.failed(NAME, "it was interrupted");
        }
    }

    private CheckResult stepDown() throws InterruptedException {
        if (!written(BEFORE)) {
            return CheckResult.failed(NAME, "the server took no writes even before that");
        }
        try {
            admin.runCommand(
                    new Document("replSetStepDown", AWAY_SECONDS)
                            .append("secondaryCatchUpPeriodSecs", AWAY_SECONDS / 2));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == COMMAND_NOT_FOUND) {
                return CheckResult.skipped(NAME, "the server has no replSetStepDown");
            }
            return CheckResult.failed(
                    NAME,
                    "it did not step down: "
                            + e.getErrorMessage()
                            + " (the user needs the role clusterManager)");
        } catch (MongoException e) {
            // Older servers close all connections in place of an answer.
            failures.incrementAndGet();
        }
        boolean again = written(acknowledged.size() + AFTER);
        stop.set(true);
        if (!again) {
            return CheckResult.failed(
                    NAME, "no writes were taken for " + PATIENCE.toMinutes() + " minutes");
        }
        return reckon();
    }

    private boolean written(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (acknowledged.size() < count) {
            if (System.nanoTime() > end) {
                return false;
            }
            // Nobody tells when a primary is elected: writes are tried again.
            Thread.sleep(PAUSE);
        }
        return true;
    }

    /**
     * Whatever was not acknowledged is written again: that it is there already is an answer, too.
     */
    private void write(int writer) {
        for (int n = 0; !stop.get(); ) {
            if (taken(writer + "-" + n)) {
                n++;
            } else {
                failures.incrementAndGet();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private boolean taken(String id) {
        try {
            documents.insertOne(new Document("_id", id));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE) {
                return false;
            }
        } catch (MongoException e) {
            return false;
        }
        acknowledged.add(id);
        long now = System.nanoTime();
        long since = now - lastWrite.getAndSet(now);
        longestPause.accumulateAndGet(since, Math::max);
        return true;
    }

    private CheckResult reckon() {
        Set<String> missing = new TreeSet<>(acknowledged);
        documents
                .find()
                .projection(Projections.include("_id"))
                .forEach(document -> missing.remove(document.getString("_id")));
        String seen =
                "%d writes were acknowledged, %d had to be repeated, the longest pause was %d ms"
                        .formatted(
                                acknowledged.size(),
                                failures.get(),
                                Duration.ofNanos(longestPause.get()).toMillis());
        return missing.isEmpty()
                ? CheckResult.passed(NAME, seen)
                : CheckResult.failed(NAME, seen + ", and " + missing.size() + " are lost");
    }
}
