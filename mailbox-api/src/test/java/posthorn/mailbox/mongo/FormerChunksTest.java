package posthorn.mailbox.mongo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** Bodies that were stored in chunks of a megabyte, by documents that do not say so. */
class FormerChunksTest {

    private static final String ACCOUNT = "a";
    private static final String ID = ACCOUNT + "/0000000000000000007.x.7/";

    private static void store(MailboxDatabase database, byte[] body) {
        int step = ChunkDocument.FORMER_STEP;
        for (int number = 0; number * step < body.length; number++) {
            byte[] octets =
                    Arrays.copyOfRange(
                            body, number * step, Math.min(body.length, (number + 1) * step));
            BsonDocument document =
                    new BsonDocument("_id", new BsonString(ID + "%06d".formatted(number)))
                            .append("account", new BsonString(ACCOUNT))
                            .append("name", new BsonString("x.7"))
                            .append("chunk", new BsonInt32(number))
                            .append("octets", new BsonInt32(octets.length))
                            .append("data", new BsonBinary(octets));
            database.collection(Indexes.BODIES)
                    .insertOne(document)
                    .await()
                    .atMost(Duration.ofSeconds(10));
        }
    }

    private static byte[] read(MongoBodies bodies, long offset, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer part :
                bodies.read(ACCOUNT, "x.7", offset, length).subscribe().asIterable()) {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            all.writeBytes(copy);
        }
        return all.toByteArray();
    }

    @Test
    void areReadInWholeAndInPart() {
        byte[] body = new byte[3 * ChunkDocument.FORMER_STEP + 100_000];
        new Random(1).nextBytes(body);
        try (TestStore store = TestStore.start();
                MailboxDatabase database = store.connect()) {
            store(database, body);
            MongoBodies bodies = new MongoBodies(database, new StoreLimits(2, 4, 1000, 1 << 20));
            assertArrayEquals(body, read(bodies, 0, 0));
            for (int from :
                    List.of(1, 262_143, 262_144, 1_048_576, 3_145_727, 3_145_728, 3_200_000)) {
                int to = Math.min(body.length, from + 300_000);
                assertArrayEquals(
                        Arrays.copyOfRange(body, from, to), read(bodies, from, to - from));
            }
        }
    }
}
