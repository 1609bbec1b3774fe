package posthorn.runtime.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/**
 * The end of a connection such that the last words arrive: all that was written is sent, the output
 * is ended (in TLS with its own closing alert), and what the client still sends is swallowed until
 * it ends, too. Closing at once would reset the connection and could take away what the client has
 * not read yet. Event loop only.
 */
final class LingeringClose {
    /** Octets that are swallowed, at most. */
    private static final long MOST_SWALLOWED = 1L << 20;

    private final Channel channel;
    private final ConnectionTimers timers;
    private final Duration linger;
    private long swallowed;

    /**
     * An end that has not begun.
     *
     * @param linger how long the client's own end is waited for
     */
    LingeringClose(Channel channel, ConnectionTimers timers, Duration linger) {
        this.channel = channel;
        this.timers = timers;
        this.linger = linger;
    }

    void begin(ChannelHandlerContext inner) {
        channel.config().setAutoRead(true);
        timers.writing();
        inner.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> endOutput());
    }

    private void endOutput() {
        timers.cutAfter(linger);
        SslHandler ssl = channel.pipeline().get(SslHandler.class);
        if (ssl == null) {
            endStream();
        } else {
            ssl.closeOutbound().addListener(said -> endStream());
        }
    }

    private void endStream() {
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            AbortiveClose.of(channel);
        }
    }

    void swallow(int octets) {
        swallowed += octets;
        if (swallowed > MOST_SWALLOWED) {
            AbortiveClose.of(channel);
        }
    }
}
