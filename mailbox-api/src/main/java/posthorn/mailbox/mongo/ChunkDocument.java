package posthorn.mailbox.mongo;

import org.bson.BsonBinary;
import org.bson.BsonDocument;
import posthorn.mailbox.accountcache.BodyStore;

/**
 * The octets in the document of a chunk. Of the first chunk of a message that is not small, the
 * header is a field of its own, {@code head}, before {@code data}: so that it can be read without
 * the rest.
 */
final class ChunkDocument {

    /** Octets of a chunk whose document does not say how many its chunks have. */
    static final int FORMER_STEP = 1024 * 1024;

    private ChunkDocument() {}

    /** Octets of a full chunk of the same name. */
    static int step(BsonDocument document) {
        return document.containsKey("step") ? document.getInt32("step").getValue() : FORMER_STEP;
    }

    /** Where its first octet is among those of the name. */
    static long start(BsonDocument document) {
        return (long) document.getInt32("chunk").getValue() * step(document);
    }

    /** All octets of the chunk. */
    static byte[] octets(BsonDocument document) {
        byte[] data = document.getBinary("data").getData();
        if (!document.containsKey("head")) {
            return data;
        }
        byte[] head = document.getBinary("head").getData();
        byte[] both = new byte[head.length + data.length];
        System.arraycopy(head, 0, both, 0, head.length);
        System.arraycopy(data, 0, both, head.length, data.length);
        return both;
    }

    /** The document with the header of the message apart, where that pays. */
    static BsonDocument withHead(BsonDocument document) {
        byte[] octets = document.getBinary("data").getData();
        int head = octets.length > BodyStore.HEADER_APART ? headLength(octets) : 0;
        if (head == 0) {
            return document;
        }
        byte[] header = new byte[head];
        byte[] rest = new byte[octets.length - head];
        System.arraycopy(octets, 0, header, 0, head);
        System.arraycopy(octets, head, rest, 0, rest.length);
        return document.append("head", new BsonBinary(header)).append("data", new BsonBinary(rest));
    }

    /** Octets up to the first empty line, that line included; 0: there is none near enough. */
    private static int headLength(byte[] octets) {
        int most = Math.min(octets.length, BodyStore.SMALL);
        int line = 0;
        for (int at = 0; at < most; at++) {
            if (octets[at] == '\n') {
                boolean empty = at == line || (at == line + 1 && octets[line] == '\r');
                if (empty) {
                    return at + 1;
                }
                line = at + 1;
            }
        }
        return 0;
    }
}
