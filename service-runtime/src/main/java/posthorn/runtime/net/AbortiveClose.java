package posthorn.runtime.net;

import io.netty.channel.Channel;

/** The hard end of a connection. */
final class AbortiveClose {
    private AbortiveClose() {}

    /**
     * Closes without waiting for what is unsent: {@code channel.close()} would pass through Vert.x,
     * which first flushes, and a client that takes nothing would keep the connection for ever. Any
     * thread.
     */
    static void of(Channel channel) {
        if (channel.eventLoop().inEventLoop()) {
            channel.unsafe().close(channel.unsafe().voidPromise());
        } else {
            channel.eventLoop()
                    .execute(() -> channel.unsafe().close(channel.unsafe().voidPromise()));
        }
    }
}
