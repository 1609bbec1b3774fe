package posthorn.runtime.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The start of a connection with a peer that may say for whom it speaks. Until that is known
 * nothing is said to the peer, and no more than the first octets of a header are held here; the
 * header itself is read by Netty's decoder, which bounds it. Then the connection begins, or it is
 * refused.
 *
 * <pre>
 * WAITING --first octets of a header--> READING --whole--> begun, with the client that it names
 *         --others-----------------> begun (optional) or refused (required)
 *         --nothing for a while----> LATE (optional): begun; a header that comes now ends it
 * any     --time is up, broken-----> refused
 * </pre>
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION_2 =
            "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

    /** What becomes of the connection. */
    interface Outcome {
        /** It begins; the ends are final. */
        void begin();

        /** It is refused. */
        void refuse(CloseReason reason);

        /** It is cut off, for this reason. */
        void cut(String reason);
    }

    private enum State {
        WAITING,
        READING,
        LATE,
        OVER
    }

    private final ProxyProtocol proxy;
    private final boolean speaksFirst;
    private final ConnectionEnds ends;
    private final Outcome outcome;
    private State state = State.WAITING;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private @Nullable ScheduledFuture<?> waiting;
    private @Nullable ScheduledFuture<?> deadline;

    /**
     * A connection of which nothing has been read.
     *
     * @param speaksFirst whether the listener has the first word, so that a client without a header
     *     is silent until it is greeted
     */
    ProxyHeader(ProxyProtocol proxy, boolean speaksFirst, ConnectionEnds ends, Outcome outcome) {
        this.proxy = proxy;
        this.speaksFirst = speaksFirst;
        this.ends = ends;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline =
                context.executor()
                        .schedule(
                                () -> timedOut(context),
                                proxy.timeout().toNanos(),
                                TimeUnit.NANOSECONDS);
        if (speaksFirst && proxy.mode() == ProxyProtocol.Mode.OPTIONAL) {
            waiting =
                    context.executor()
                            .schedule(
                                    () -> silent(context),
                                    proxy.headerWait().toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    /** A program that is no load balancer waits for our greeting. */
    private void silent(ChannelHandlerContext context) {
        if (state == State.WAITING && !held.isReadable()) {
            cancel(deadline);
            state = State.LATE;
            begin(context);
        }
    }

    private void timedOut(ChannelHandlerContext context) {
        if (state == State.WAITING && !held.isReadable()) {
            withoutHeader(context);
        } else if (state == State.WAITING || state == State.READING) {
            cut(context, "the PROXY header does not come to its end");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (state) {
            case WAITING, LATE -> look(context, (ByteBuf) message);
            case READING -> header(context, (HAProxyMessage) message);
            case OVER -> context.fireChannelRead(message);
        }
    }

    private void look(ChannelHandlerContext context, ByteBuf more) {
        held = held.isReadable() ? Unpooled.wrappedBuffer(held, more) : more;
        boolean whole = begins(held, VERSION_1, true) || begins(held, VERSION_2, true);
        if (whole && state == State.LATE) {
            cut(context, "a PROXY header comes later than posthorn waits for it");
        } else if (whole) {
            read(context);
        } else if (!begins(held, VERSION_1, false) && !begins(held, VERSION_2, false)) {
            if (state == State.LATE) {
                over(context);
            } else {
                withoutHeader(context);
            }
        }
    }

    /** Whether octets begin with a signature; else whether they are the beginning of one. */
    private static boolean begins(ByteBuf octets, byte[] signature, boolean whole) {
        int length = Math.min(octets.readableBytes(), signature.length);
        for (int i = 0; i < length; i++) {
            if (octets.getByte(octets.readerIndex() + i) != signature[i]) {
                return false;
            }
        }
        return !whole || length == signature.length;
    }

    private void withoutHeader(ChannelHandlerContext context) {
        if (proxy.mode() == ProxyProtocol.Mode.REQUIRED) {
            end(context);
            outcome.refuse(CloseReason.NO_PROXY_HEADER);
        } else {
            begin(context);
            over(context);
        }
    }

    /** The decoder stands in front, and is given what there is of the header. */
    private void read(ChannelHandlerContext context) {
        state = State.READING;
        cancel(waiting);
        ByteBuf octets = held;
        held = Unpooled.EMPTY_BUFFER;
        context.pipeline()
                .addBefore(
                        context.name(),
                        "proxy-decoder",
                        new HAProxyMessageDecoder(proxy.extensions(), true));
        context.pipeline().fireChannelRead(octets);
    }

    private void header(ChannelHandlerContext context, HAProxyMessage header) {
        CloseReason refused;
        try {
            refused = become(header);
        } finally {
            header.release();
        }
        if (refused == null) {
            begin(context);
            over(context);
        } else {
            end(context);
            outcome.refuse(refused);
        }
    }

    /** LOCAL, UNKNOWN and families other than IP name nobody: the peer speaks for itself. */
    private @Nullable CloseReason become(HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean ip = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        String source = header.sourceAddress();
        String destination = header.destinationAddress();
        if (header.command() != HAProxyCommand.PROXY
                || !ip
                || source == null
                || destination == null) {
            return null;
        }
        return ends.become(
                InetAddress.ofLiteral(source).getHostAddress(),
                InetAddress.ofLiteral(destination).getHostAddress());
    }

    private void begin(ChannelHandlerContext context) {
        outcome.begin();
        context.fireChannelActive();
    }

    /** Passes on what was held, and everything else from now on. */
    private void over(ChannelHandlerContext context) {
        ByteBuf octets = held;
        held = Unpooled.EMPTY_BUFFER;
        state = State.OVER;
        cancel(waiting);
        cancel(deadline);
        if (octets.isReadable()) {
            context.fireChannelRead(octets);
        }
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    private void cut(ChannelHandlerContext context, String reason) {
        end(context);
        outcome.cut(reason);
    }

    /** What comes in now is nobody's. */
    private void end(ChannelHandlerContext context) {
        held.release();
        held = Unpooled.EMPTY_BUFFER;
        state = State.OVER;
        cancel(waiting);
        cancel(deadline);
        context.channel().config().setAutoRead(false);
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state != State.OVER) {
            end(context);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
        if (state == State.LATE) {
            context.fireExceptionCaught(problem);
        } else if (state != State.OVER) {
            cut(context, "no PROXY header: " + problem.getMessage());
        }
    }
}
