package posthorn.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import posthorn.runtime.health.TaskWatch;

class PeriodicTaskTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final TaskWatch watch = new TaskWatch();
    private final PeriodicTasks tasks = new PeriodicTasks("mailbox-api", meters, watch, nanos::get);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void exceptionsAndErrorsEndOneRunOnly() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(4);
        PeriodicTask task =
                tasks.task(
                        "tidy",
                        () -> {
                            runs.countDown();
                            switch ((int) runs.getCount()) {
                                case 3 -> throw new IllegalArgumentException("contract");
                                case 2 -> throw new AssertionError("an error");
                                case 1 -> throw new java.io.IOException("checked");
                                default -> {}
                            }
                        });
        task.every(Duration.ofMillis(1), scheduler);
        assertTrue(runs.await(10, TimeUnit.SECONDS), "it runs again after each failure");
        task.close();
        assertEquals(3, task.failures());
    }

    @Test
    void theNextRunWaitsForTheStageOfTheLastOne() throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<Void> first = new CompletableFuture<>();
        CountDownLatch second = new CountDownLatch(2);
        PeriodicTask task =
                tasks.stage(
                        "compare",
                        () -> {
                            second.countDown();
                            return begun.incrementAndGet() == 1
                                    ? first
                                    : CompletableFuture.completedFuture(null);
                        });
        task.every(Duration.ofNanos(1), scheduler);
        // Whatever the scheduler had to do is done behind this one.
        CountDownLatch later = new CountDownLatch(1);
        scheduler.schedule(later::countDown, 20, TimeUnit.MILLISECONDS);
        assertTrue(later.await(10, TimeUnit.SECONDS));
        assertEquals(1, begun.get());
        first.completeExceptionally(new IllegalStateException("the store is away"));
        assertTrue(second.await(10, TimeUnit.SECONDS), "a failed stage is followed by another run");
        task.close();
        assertEquals(1, task.failures());
    }

    @Test
    void aLoopOfItsOwnAsksForOneRunAtATime() {
        AtomicInteger runs = new AtomicInteger();
        PeriodicTask task =
                tasks.task(
                        "read",
                        () -> {
                            if (runs.incrementAndGet() == 1) {
                                throw new OutOfMemoryError("pretended");
                            }
                        });
        assertFalse(task.attempt());
        assertTrue(task.attempt());
    }

    @Test
    void anInterruptIsKeptForTheLoop() {
        PeriodicTask task =
                tasks.task(
                        "read",
                        () -> {
                            throw new InterruptedException();
                        });
        assertFalse(task.attempt());
        assertTrue(Thread.interrupted());
    }

    @Test
    void failuresAndTheTimeSinceSuccessAreMeasuredUntilItIsClosed() {
        AtomicInteger runs = new AtomicInteger();
        PeriodicTask task =
                tasks.task(
                        "sweep",
                        () -> {
                            if (runs.incrementAndGet() > 1) {
                                throw new IllegalStateException("away");
                            }
                        });
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        task.attempt();
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        task.attempt();
        task.attempt();
        assertEquals(
                2.0,
                meters.get("posthorn.task.failures")
                        .tags("service", "mailbox-api", "task", "sweep")
                        .functionCounter()
                        .count());
        assertEquals(
                7.0, meters.get("posthorn.task.success.age").tag("task", "sweep").gauge().value());
        task.close();
        assertNull(meters.find("posthorn.task.failures").functionCounter());
    }

    @Test
    void aTaskThatIsClosedRunsNoMore() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        PeriodicTask task = tasks.task("tidy", ran::countDown);
        task.every(Duration.ofHours(1), scheduler);
        task.close();
        scheduler.shutdown();
        assertTrue(scheduler.awaitTermination(10, TimeUnit.SECONDS));
        assertEquals(1, ran.getCount());
    }

    @Test
    void aSchedulerThatIsShutDownEndsTheTaskWithoutAFailure() {
        scheduler.shutdownNow();
        PeriodicTask task = tasks.task("tidy", () -> {});
        task.every(Duration.ofMillis(1), scheduler);
        assertEquals(0, task.failures());
    }
}
