package posthorn.e2e.kafka;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends one record after the other until it is closed, whatever becomes of brokers meanwhile. */
final class LoadOnLog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AtomicInteger appended = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Void> work;

    LoadOnLog(LogClient mail) {
        work = CompletableFuture.runAsync(() -> append(mail));
    }

    private void append(LogClient mail) {
        try {
            while (!stopped.get()) {
                mail.append(List.of("under-load-" + appended.get()));
                appended.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the log did not acknowledge in time", e);
        }
    }

    /** Waits until so many more have been acknowledged. */
    void awaitAppended(int more) {
        int wanted = appended.get() + more;
        await().atMost(PATIENCE).until(() -> appended.get() >= wanted || work.isDone());
    }

    /** Ends it, and fails when something was not acknowledged. */
    @Override
    public void close() {
        stopped.set(true);
        work.join();
    }
}
