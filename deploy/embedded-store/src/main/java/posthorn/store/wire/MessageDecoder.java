package posthorn.store.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import posthorn.store.bson.BsonBytes;

/**
 * Bytes to messages. The documents of a sequence keep the bytes in which they came.
 *
 * <pre>
 * message = length requestId responseTo opCode ( msg / query )
 * msg     = flagBits 1*( %x00 document / %x01 size name 1*document ) [ checksum ]
 * query   = flags "database.$cmd" %x00 skip return document
 * </pre>
 */
@SuppressWarnings("deprecation") // The constructor with a byte order is the little-endian one.
final class MessageDecoder extends LengthFieldBasedFrameDecoder {
    static final int OP_REPLY = 1;
    static final int OP_QUERY = 2004;
    static final int OP_MSG = 2013;

    private static final int MAX_MESSAGE_BYTES = 48_000_000 + 16 * 1024;
    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 2;
    private static final int KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;
    private static final int REQUIRED_FLAGS = 0xFFFF;

    MessageDecoder() {
        super(ByteOrder.LITTLE_ENDIAN, MAX_MESSAGE_BYTES, 0, 4, -4, 0, true);
    }

    @Override
    protected @Nullable Object decode(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
        ByteBuf frame = (ByteBuf) super.decode(ctx, in);
        if (frame == null) {
            return null;
        }
        try {
            frame.skipBytes(4);
            int requestId = frame.readIntLE();
            frame.skipBytes(4);
            int opCode = frame.readIntLE();
            return switch (opCode) {
                case OP_MSG -> msg(requestId, frame);
                case OP_QUERY -> query(requestId, frame);
                default -> throw new CorruptedFrameException("unknown operation " + opCode);
            };
        } finally {
            frame.release();
        }
    }

    private static Message msg(int requestId, ByteBuf frame) {
        int flags = frame.readIntLE();
        if ((flags & REQUIRED_FLAGS & ~KNOWN_REQUIRED_FLAGS) != 0) {
            throw new CorruptedFrameException("unknown flags " + flags);
        }
        int checksum = (flags & CHECKSUM_PRESENT) != 0 ? 4 : 0;
        BsonDocument body = null;
        Map<String, List<BsonDocument>> sequences = new HashMap<>();
        while (frame.readableBytes() > checksum) {
            byte kind = frame.readByte();
            if (kind == 0) {
                body = BsonBytes.read(document(frame));
            } else if (kind == 1) {
                sequence(frame, sequences);
            } else {
                throw new CorruptedFrameException("unknown section " + kind);
            }
        }
        if (body == null) {
            throw new CorruptedFrameException("a message without a command");
        }
        return new Message(requestId, false, (flags & MORE_TO_COME) != 0, body, sequences);
    }

    private static void sequence(ByteBuf frame, Map<String, List<BsonDocument>> sequences) {
        int end = frame.readerIndex() + frame.readIntLE();
        String name = cString(frame);
        List<BsonDocument> documents = new ArrayList<>();
        while (frame.readerIndex() < end) {
            documents.add(new RawBsonDocument(document(frame)));
        }
        sequences.put(name, documents);
    }

    private static Message query(int requestId, ByteBuf frame) {
        frame.skipBytes(4);
        String namespace = cString(frame);
        frame.skipBytes(8);
        BsonDocument body = BsonBytes.read(document(frame));
        int dot = namespace.indexOf('.');
        if (dot < 0 || !namespace.endsWith(".$cmd")) {
            throw new CorruptedFrameException("a query to " + namespace + " is no command");
        }
        body.putIfAbsent("$db", new BsonString(namespace.substring(0, dot)));
        return new Message(requestId, true, false, body, Map.of());
    }

    private static byte[] document(ByteBuf frame) {
        int length = frame.getIntLE(frame.readerIndex());
        if (length < 5 || length > frame.readableBytes()) {
            throw new CorruptedFrameException("a document of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        frame.readBytes(bytes);
        return bytes;
    }

    private static String cString(ByteBuf frame) {
        int length = frame.bytesBefore((byte) 0);
        if (length < 0) {
            throw new CorruptedFrameException("a name without an end");
        }
        String text = frame.readCharSequence(length, StandardCharsets.UTF_8).toString();
        frame.skipBytes(1);
        return text;
    }
}
