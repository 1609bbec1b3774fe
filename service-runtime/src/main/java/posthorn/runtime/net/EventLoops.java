package posthorn.runtime.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The event loops of all mail listeners of the process: one for each processor, at least two. A
 * loop without work sleeps. They are daemons and live as long as the process.
 */
final class EventLoops {
    private static final int LEAST = 2;

    private EventLoops() {}

    /** The loops; made when they are first asked for. */
    static EventLoopGroup shared() {
        return Holder.LOOPS;
    }

    private static final class Holder {
        static final EventLoopGroup LOOPS =
                new NioEventLoopGroup(
                        Math.max(LEAST, Runtime.getRuntime().availableProcessors()),
                        new DefaultThreadFactory("mail-io", true));
    }
}
