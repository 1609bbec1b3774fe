package posthorn.runtime.net;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.log.LogFields;

/**
 * Work of one connection that waits: one at a time, in order, each on a virtual thread of its own,
 * so that an idle connection has none. Event loop only, but for the work itself.
 */
final class AwaitQueue {
    private final String name;
    private final String session;
    private final Consumer<Runnable> eventLoop;
    private final Runnable idle;
    private @Nullable Queue<Runnable> waiting;
    private boolean running;

    /**
     * A queue.
     *
     * @param name of the threads
     * @param session what the connection is called in the log
     * @param eventLoop runs a continuation
     * @param idle runs on the event loop whenever the last work has ended
     */
    AwaitQueue(String name, String session, Consumer<Runnable> eventLoop, Runnable idle) {
        this.name = name;
        this.session = session;
        this.eventLoop = eventLoop;
        this.idle = idle;
    }

    boolean busy() {
        return running;
    }

    <T> void add(Callable<T> work, Consumer<? super T> then, Consumer<? super Exception> failed) {
        Runnable named =
                () -> LogFields.with(LogFields.SESSION, session).run(() -> run(work, then, failed));
        Runnable start = () -> Thread.ofVirtual().name(name).start(named);
        if (running) {
            if (waiting == null) {
                waiting = new ArrayDeque<>(2);
            }
            waiting.add(start);
        } else {
            running = true;
            start.run();
        }
    }

    private <T> void run(
            Callable<T> work, Consumer<? super T> then, Consumer<? super Exception> failed) {
        Runnable continuation;
        try {
            T result = work.call();
            continuation = () -> then.accept(result);
        } catch (Exception e) {
            continuation = () -> failed.accept(e);
        } catch (Throwable e) {
            continuation =
                    () -> failed.accept(new IllegalStateException("defect in awaited work", e));
        }
        Runnable end = continuation;
        eventLoop.accept(() -> end(end));
    }

    private void end(Runnable continuation) {
        try {
            continuation.run();
        } finally {
            Runnable next = waiting == null ? null : waiting.poll();
            if (next != null) {
                next.run();
            } else {
                waiting = null;
                running = false;
                idle.run();
            }
        }
    }
}
