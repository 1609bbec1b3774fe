package posthorn.runtime.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** The end of a connection that waits for nothing. */
final class AbortiveClose {
    private AbortiveClose() {}

    /**
     * Closes without waiting for what is unsent. {@code channel.close()} would pass through TLS,
     * which first says its closing alert, and a client that takes nothing would keep the connection
     * for seconds; closing from the outermost handler passes it by. Any thread.
     */
    static void of(Channel channel) {
        ChannelHandlerContext outermost = channel.pipeline().firstContext();
        if (outermost == null) {
            channel.close();
        } else {
            outermost.close();
        }
    }
}
