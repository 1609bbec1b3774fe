package posthorn.mailbox.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The file by which {@code posthorn store check} makes our indexes says what we make. */
class DeclaredIndexesTest {

    private static final Path FILE =
            Path.of("src/main/resources/META-INF/posthorn/store/posthorn_mailbox.indexes");

    @Test
    void theFileSaysWhatIsMade() throws IOException {
        List<String> made =
                Indexes.ALL.stream()
                        .map(index ->
                                index.collection()
                                        + " "
                                        + index.keys().toBsonDocument().toJson()
                                        + (index.unique() ? " {\"unique\": true}" : " {}"))
                        .toList();
        if (Boolean.getBoolean("posthorn.golden.write")) {
            Files.write(FILE, made);
        }
        assertEquals(made, Files.readAllLines(FILE));
    }
}
