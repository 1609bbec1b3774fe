package posthorn.runtime.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jboss.logging.Logger;

/** The innermost handler of a channel: tells the connection what happens on it. */
final class ChannelAdapter extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = Logger.getLogger(ChannelAdapter.class);

    private final SocketConnection connection;

    ChannelAdapter(SocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.start(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            byte[] chunk = new byte[octets.readableBytes()];
            octets.readBytes(chunk);
            connection.arrived(chunk);
        } finally {
            octets.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
        LOG.debugf("connection %d: %s", connection.id(), problem);
        connection.abort();
    }
}
