package posthorn.store.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import posthorn.store.StoreCounters;
import posthorn.store.bson.BsonBytes;
import posthorn.store.command.Commands;
import posthorn.store.command.Request;
import posthorn.store.rocks.Storage;

/**
 * One connection: executes each message as it comes, and sends the answer once everything that was
 * seen on the way is durable. An answer to a read waits like any other: it may show a write that
 * nobody was told of yet.
 */
final class ConnectionHandler extends SimpleChannelInboundHandler<Message> {
    private static final System.Logger LOG = System.getLogger(ConnectionHandler.class.getName());
    private static final AtomicInteger CONNECTIONS = new AtomicInteger();
    private static final int AWAIT_CAPABLE = 8;

    private final Commands commands;
    private final Storage storage;
    private final StoreCounters counters;
    private final int connection = CONNECTIONS.incrementAndGet();
    private final ConnectionAuthentication door;

    ConnectionHandler(
            Commands commands, Storage storage, StoreCounters counters, @Nullable String secret) {
        this.commands = commands;
        this.storage = storage;
        this.counters = counters;
        this.door = new ConnectionAuthentication(secret);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        counters.connection(1);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        counters.connection(-1);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Message message) {
        BsonDocument body = message.body();
        if (body.isEmpty()) {
            ctx.close();
            return;
        }
        Request request = new Request(body.getFirstKey(), body, message.sequences(), connection);
        BsonDocument refusal = door.check(request.name(), body);
        BsonDocument answer = refusal != null ? refusal : commands.run(request);
        if (message.unanswered()) {
            return;
        }
        ByteBuf bytes = encode(message, answer);
        storage.whenDurable(storage.latest(), () -> ctx.writeAndFlush(bytes));
    }

    private static ByteBuf encode(Message message, BsonDocument answer) {
        byte[] document = BsonBytes.of(answer);
        ByteBuf header = Unpooled.buffer(40);
        header.writeIntLE(0).writeIntLE(0).writeIntLE(message.requestId());
        if (message.legacy()) {
            header.writeIntLE(MessageDecoder.OP_REPLY)
                    .writeIntLE(AWAIT_CAPABLE)
                    .writeLongLE(0)
                    .writeIntLE(0)
                    .writeIntLE(1);
        } else {
            header.writeIntLE(MessageDecoder.OP_MSG).writeIntLE(0).writeByte(0);
        }
        header.setIntLE(0, header.readableBytes() + document.length);
        return Unpooled.wrappedBuffer(header, Unpooled.wrappedBuffer(document));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.log(System.Logger.Level.WARNING, "a connection broke the protocol", cause);
        }
        ctx.close();
    }
}
