package posthorn.store.fault;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import posthorn.store.bson.BsonBytes;

/**
 * One message of the wire protocol, as bytes; opened only where a fault needs to look inside.
 *
 * @param bytes the whole message with its header
 */
record WireFrame(byte[] bytes) {
    private static final int MAX_BYTES = 64 << 20;
    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;
    private static final int MORE_TO_COME = 2;

    /** A list of documents beside the command, each as its bytes. */
    record Sequence(String name, List<byte[]> documents) {}

    /** The next message, or null when the other side has closed. */
    static @Nullable WireFrame read(DataInputStream in) throws IOException {
        byte[] length = new byte[4];
        try {
            in.readFully(length);
        } catch (EOFException e) {
            return null;
        }
        int size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (size < HEADER || size > MAX_BYTES) {
            throw new IOException("a message of " + size + " bytes");
        }
        byte[] bytes = new byte[size];
        System.arraycopy(length, 0, bytes, 0, 4);
        in.readFully(bytes, 4, size - 4);
        return new WireFrame(bytes);
    }

    private ByteBuffer from(int position) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(position);
    }

    int requestId() {
        return from(4).getInt();
    }

    boolean isMsg() {
        return from(12).getInt() == OP_MSG;
    }

    /** Whether another message follows in the same direction without being asked for. */
    boolean moreToCome() {
        return isMsg() && (from(HEADER).getInt() & MORE_TO_COME) != 0;
    }

    /** The name of the command, empty when this is not one. */
    String command() {
        return isMsg() ? body().getFirstKey() : "";
    }

    /** The document with the command, or with the answer. */
    BsonDocument body() {
        for (ByteBuffer in = from(HEADER + 4); in.hasRemaining(); ) {
            if (in.get() == 0) {
                return BsonBytes.read(document(in));
            }
            in.position(in.position() + in.getInt(in.position()));
        }
        throw new IllegalStateException("a message without a document");
    }

    /** The lists of documents beside it. */
    List<Sequence> sequences() {
        List<Sequence> sequences = new ArrayList<>();
        for (ByteBuffer in = from(HEADER + 4); in.hasRemaining(); ) {
            if (in.get() == 0) {
                document(in);
                continue;
            }
            int end = in.position() + in.getInt(in.position());
            in.position(in.position() + 4);
            int nameStart = in.position();
            while (in.get() != 0) {
                // To the end of the name.
            }
            String name =
                    new String(
                            bytes,
                            nameStart,
                            in.position() - 1 - nameStart,
                            StandardCharsets.UTF_8);
            List<byte[]> documents = new ArrayList<>();
            while (in.position() < end) {
                documents.add(document(in));
            }
            sequences.add(new Sequence(name, documents));
        }
        return sequences;
    }

    /** The documents of a list, which stands in the command or beside it. */
    List<BsonDocument> documents(String name) {
        List<BsonDocument> documents = new ArrayList<>();
        for (BsonValue document : body().getArray(name, new BsonArray())) {
            documents.add(document.asDocument());
        }
        for (Sequence sequence : sequences()) {
            if (sequence.name.equals(name)) {
                sequence.documents.forEach(each -> documents.add(BsonBytes.read(each)));
            }
        }
        return documents;
    }

    private static byte[] document(ByteBuffer in) {
        byte[] document = new byte[in.getInt(in.position())];
        in.get(document);
        return document;
    }

    /** A message with a document and perhaps a list beside it. */
    static WireFrame of(
            int requestId, int responseTo, BsonDocument body, @Nullable Sequence beside) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(BsonBytes.of(body));
        if (beside != null) {
            byte[] name = beside.name.getBytes(StandardCharsets.UTF_8);
            int size = 4 + name.length + 1;
            for (byte[] document : beside.documents) {
                size += document.length;
            }
            out.write(1);
            out.writeBytes(littleEndian(size));
            out.writeBytes(name);
            out.write(0);
            beside.documents.forEach(out::writeBytes);
        }
        byte[] sections = out.toByteArray();
        ByteBuffer message =
                ByteBuffer.allocate(HEADER + 4 + sections.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).putInt(requestId).putInt(responseTo).putInt(OP_MSG);
        message.putInt(0).put(sections);
        return new WireFrame(message.array());
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
