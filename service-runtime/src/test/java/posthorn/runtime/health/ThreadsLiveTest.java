package posthorn.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsLiveTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ThreadsLive live = new ThreadsLive(TestHealth.settings(Map.of()), nanos::get);
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final DefaultEventLoop other = new DefaultEventLoop();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void release() {
        held.countDown();
        loop.shutdownGracefully();
        other.shutdownGracefully();
        pool.shutdownNow();
    }

    @Test
    void aStuckEventLoopIsNotAliveUntilItAnswersAgain() throws Exception {
        live.loop("mail-io-0", loop);
        live.loop("mail-io-1", other);
        assertTrue(TestHealth.isUp(live.eventLoops()));
        loop.submit(() -> {}).get();
        other.submit(() -> {}).get();

        loop.execute(this::hold);
        assertTrue(TestHealth.isUp(live.eventLoops()), "asked, and within its time");
        pass(Duration.ofSeconds(30));
        other.submit(() -> {}).get();
        assertTrue(TestHealth.isUp(live.eventLoops()), "30 s are granted");
        pass(Duration.ofSeconds(1));
        var down = live.eventLoops();
        assertFalse(TestHealth.isUp(down));
        assertEquals("event-loops", down.getName());
        assertEquals("has not answered for 31 s", TestHealth.said(down, "mail-io-0"));
        assertEquals("", TestHealth.said(down, "mail-io-1"));

        held.countDown();
        loop.submit(() -> {}).get();
        assertTrue(TestHealth.isUp(live.eventLoops()));
    }

    @Test
    void aPoolIsNotAliveWhenAllOfItsThreadsAreHeld() throws Exception {
        live.pool("workers", pool);
        pool.execute(this::hold);
        live.pools();
        pass(Duration.ofMinutes(1));
        pool.submit(() -> {}).get();
        assertTrue(TestHealth.isUp(live.pools()), "one thread is free");

        pool.submit(() -> {}).get();
        pool.execute(this::hold);
        live.pools();
        pass(Duration.ofMinutes(1));
        assertEquals("has not answered for 60 s", TestHealth.said(live.pools(), "workers"));
    }

    @Test
    void aPoolThatWasShutDownIsNotWaitedFor() {
        live.pool("workers", pool);
        pool.shutdownNow();
        live.pools();
        pass(Duration.ofHours(1));
        assertTrue(TestHealth.isUp(live.pools()));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void hold() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
