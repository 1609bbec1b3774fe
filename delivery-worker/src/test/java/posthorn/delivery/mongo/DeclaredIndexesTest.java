package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** The file by which {@code posthorn store check} makes our indexes says what we make. */
class DeclaredIndexesTest {

    private static final Path FILE =
            Path.of("src/main/resources/META-INF/posthorn/store/posthorn_queue.indexes");

    @Test
    void theFileSaysWhatIsMade() throws IOException {
        List<String> made =
                QueueIndexes.ALL.stream()
                        .map(index -> {
                            BsonDocument keys = new BsonDocument();
                            index.fields().forEach(field -> keys.append(field, new BsonInt32(1)));
                            return index.collection() + " " + keys.toJson() + " {}";
                        })
                        .toList();
        if (Boolean.getBoolean("posthorn.golden.write")) {
            Files.write(FILE, made);
        }
        assertEquals(made, Files.readAllLines(FILE));
    }
}
