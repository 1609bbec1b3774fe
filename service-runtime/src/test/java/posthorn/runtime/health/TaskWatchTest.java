package posthorn.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthorn.runtime.PeriodicTask;
import posthorn.runtime.PeriodicTasks;

class TaskWatchTest {

    private static final Duration NOTHING = Duration.ZERO;

    private final TaskWatch watch = new TaskWatch();
    private final PeriodicTasks tasks =
            new PeriodicTasks("worker", new SimpleMeterRegistry(), watch);

    @Test
    void aTaskThatNeverComesBackIsNotAliveAfterSoManyOfItsPeriods() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        try (ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
                PeriodicTask _ =
                        tasks.task(
                                        "tidy",
                                        () -> {
                                            running.countDown();
                                            held.await();
                                        })
                                .every(Duration.ofNanos(1), scheduler)) {
            running.await(1, TimeUnit.MINUTES);
            assertEquals(Map.of(), watch.silentTasks(10, Duration.ofHours(1)));
            assertEquals("[worker: tidy]", watch.silentTasks(10, NOTHING).keySet().toString());
            held.countDown();
        }
        assertEquals(Map.of(), watch.silentTasks(10, NOTHING), "it was closed");
    }

    @Test
    void aTaskWithoutARhythmIsNotWatched() {
        PeriodicTask task = tasks.task("now and then", () -> {});
        assertEquals(Map.of(), watch.silentTasks(2, NOTHING));
        task.expectedEvery(Duration.ofNanos(1));
        assertEquals(1, watch.silentTasks(2, NOTHING).size());
    }

    @Test
    void aRunThatWaitsForWhatIsAwayGivesSignsOfLife() {
        Duration most = Duration.ofMinutes(1);
        PeriodicTask task =
                tasks.task(
                                "read",
                                () -> {
                                    PeriodicTask.goesOn();
                                    assertEquals(Map.of(), watch.silentConsumers(most));
                                })
                        .expectedToPoll();
        assertEquals(true, task.attempt());
        assertEquals("[worker: read]", watch.silentConsumers(NOTHING).keySet().toString());
        PeriodicTask.goesOn();
    }

    @Test
    void aConsumerThatHasNotBegunIsNotDead() {
        watch.consumer("not yet", Optional::empty);
        watch.consumer("dead", () -> Optional.of(Duration.ofMinutes(6)));
        watch.consumer("alive", () -> Optional.of(Duration.ofSeconds(1)));
        assertEquals(
                Map.of("dead", Duration.ofMinutes(6)),
                watch.silentConsumers(Duration.ofMinutes(5)));
    }
}
