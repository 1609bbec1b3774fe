package posthorn.runtime.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The event loops of all mail listeners of the process: one for each processor, at least two. A
 * loop without work sleeps. They are daemons and live as long as the process.
 */
public final class EventLoops {
    private static final int LEAST = 2;

    private static final List<EventExecutor> MADE = new CopyOnWriteArrayList<>();

    private EventLoops() {}

    /** Those that were made so far: none in a process without a mail listener. */
    public static List<EventExecutor> made() {
        return List.copyOf(MADE);
    }

    /** The loops; made when they are first asked for. */
    static EventLoopGroup shared() {
        return Holder.LOOPS;
    }

    private static final class Holder {
        static final EventLoopGroup LOOPS =
                new NioEventLoopGroup(
                        Math.max(LEAST, Runtime.getRuntime().availableProcessors()),
                        new DefaultThreadFactory("mail-io", true));

        static {
            LOOPS.forEach(MADE::add);
        }
    }
}
