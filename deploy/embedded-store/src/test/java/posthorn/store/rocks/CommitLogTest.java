package posthorn.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

class CommitLogTest {
    private final Semaphore flushing = new Semaphore(0);
    private final Semaphore mayFlush = new Semaphore(0);

    @BeforeAll
    static void loadLibrary(@TempDir Path directory) {
        NativeLibrary.load(directory);
    }

    /** A log whose flush waits until the test lets it go, and which fails when the test says so. */
    private final class FakeLog implements CommitLog.WriteAheadLog {
        private final List<Long> durable = new CopyOnWriteArrayList<>();
        private volatile boolean failsToWrite;
        private volatile boolean failsToFlush;
        private volatile long position;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // The commit log writes one after the other.
        public void write(WriteBatch batch, long durable) throws RocksDBException {
            if (failsToWrite) {
                throw new RocksDBException("the disk is full");
            }
            this.durable.add(durable);
            position = position + 10;
        }

        @Override
        public void flush() throws Exception {
            if (failsToFlush) {
                throw new IOException("the disk is gone");
            }
            flushing.release();
            mayFlush.acquire();
        }

        @Override
        public long position() {
            return position;
        }
    }

    private final FakeLog below = new FakeLog();

    private CommitLog log() {
        return log(e -> {
            throw new AssertionError(e);
        });
    }

    private CommitLog log(Consumer<Throwable> onFailure) {
        return new CommitLog(below, onFailure).start();
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
            // Each write is told what was on the disk before it: nothing yet, and nothing yet.
            assertEquals(List.of(0L, 0L), below.durable);
        }
    }

    @Test
    void aWriteIsToldHowFarTheLogWasFlushed() throws Exception {
        mayFlush.release(Integer.MAX_VALUE / 2);
        try (CommitLog log = log();
                WriteBatch batch = new WriteBatch()) {
            for (int i = 0; i < 3; i++) {
                CountDownLatch durable = new CountDownLatch(1);
                log.commit(batch);
                log.whenDurable(log.latest(), durable::countDown);
                assertTrue(durable.await(10, TimeUnit.SECONDS));
            }
            assertEquals(List.of(0L, 10L, 20L), below.durable);
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
        below.failsToFlush = true;
        try (CommitLog log = log(e -> told.countDown());
                WriteBatch batch = new WriteBatch()) {
            log.commit(batch);
            log.whenDurable(log.latest(), answers::incrementAndGet);
            assertTrue(told.await(10, TimeUnit.SECONDS));
            assertThrows(IllegalStateException.class, () -> log.commit(batch));
            log.whenDurable(log.latest(), answers::incrementAndGet);
            assertEquals(0, answers.get());
        }
    }

    @Test
    void failedWriteTellsTheOwnerOnceAndAnswersNobody() throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        AtomicInteger answers = new AtomicInteger();
        try (CommitLog log = log(told::add);
                WriteBatch batch = new WriteBatch()) {
            log.commit(batch);
            log.whenDurable(log.latest(), answers::incrementAndGet);
            flushing.acquire();
            below.failsToWrite = true;
            assertThrows(RocksDBException.class, () -> log.commit(batch));
            log.whenDurable(log.latest(), answers::incrementAndGet);
            assertEquals(1, told.size());
            below.failsToWrite = false;
            assertThrows(IllegalStateException.class, () -> log.commit(batch));
            mayFlush.release(2);
        }
        // What waited for the flush that ran is not answered either: nobody knows what is there.
        assertEquals(0, answers.get());
        assertEquals(1, told.size());
    }
}
