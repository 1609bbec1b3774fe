package posthorn.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatch;

class CommitLogTest {
    private final Semaphore flushing = new Semaphore(0);
    private final Semaphore mayFlush = new Semaphore(0);

    @BeforeAll
    static void loadLibrary(@TempDir Path directory) {
        NativeLibrary.load(directory);
    }

    /** A log whose flush waits until the test lets it go. */
    private CommitLog log() {
        return new CommitLog(
                        batch -> {},
                        () -> {
                            flushing.release();
                            mayFlush.acquire();
                        },
                        e -> {
                            throw new AssertionError(e);
                        })
                .start();
    }

    @Test
    void answerWaitsForTheFlushThatBeganAfterItsWrite() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (CommitLog log = log();
                WriteBatch batch = new WriteBatch()) {
            log.commit(batch);
            log.whenDurable(log.latest(), first::countDown);
            flushing.acquire();
            // Written while the first flush runs: that one may not cover it.
            log.commit(batch);
            log.whenDurable(log.latest(), second::countDown);
            assertFalse(first.await(20, TimeUnit.MILLISECONDS));
            mayFlush.release();
            assertTrue(first.await(10, TimeUnit.SECONDS));
            flushing.acquire();
            assertEquals(1, second.getCount());
            mayFlush.release();
            assertTrue(second.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void oneFlushServesAllThatWait() throws Exception {
        CountDownLatch answers = new CountDownLatch(50);
        try (CommitLog log = log();
                WriteBatch batch = new WriteBatch()) {
            log.commit(batch);
            flushing.acquire();
            for (int i = 0; i < 50; i++) {
                log.commit(batch);
                log.whenDurable(log.latest(), answers::countDown);
            }
            mayFlush.release(2);
            assertTrue(answers.await(10, TimeUnit.SECONDS));
            assertEquals(2, log.flushes());
        }
    }

    @Test
    void whatIsDurableIsAnsweredAtOnce() {
        AtomicInteger answers = new AtomicInteger();
        try (CommitLog log = log()) {
            log.whenDurable(log.latest(), answers::incrementAndGet);
            assertEquals(1, answers.get());
        }
    }

    @Test
    void failedFlushTellsTheOwnerAndAnswersNobody() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger answers = new AtomicInteger();
        try (CommitLog log =
                        new CommitLog(
                                        batch -> {},
                                        () -> {
                                            throw new IOException("the disk is gone");
                                        },
                                        e -> told.countDown())
                                .start();
                WriteBatch batch = new WriteBatch()) {
            log.commit(batch);
            log.whenDurable(log.latest(), answers::incrementAndGet);
            assertTrue(told.await(10, TimeUnit.SECONDS));
            log.commit(batch);
            log.whenDurable(log.latest(), answers::incrementAndGet);
            assertEquals(0, answers.get());
        }
    }
}
