package posthorn.store.declared;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.bson.BsonDocument;

/**
 * The shapes of queries that a service declares, and those that its tests were seen to send. The
 * file is a resource of the service; {@code -Dposthorn.golden.write=true} adds what is missing in
 * it. Safe for all threads.
 */
public final class DeclaredQueries implements CommandListener {

    private static final Set<String> OF_THE_SERVER = Set.of("admin", "config", "local");

    private final Path file;
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    /** Those of a file, as seen from the service's module. */
    public DeclaredQueries(String database) {
        this.file = Path.of("src/main/resources/META-INF/posthorn/store", database + ".queries");
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (OF_THE_SERVER.contains(event.getDatabaseName())
                || event.getCommandName().equals("insert")) {
            return;
        }
        // What a driver sends in bulk comes as a document that is read as it goes by.
        BsonDocument command = BsonDocument.parse(event.getCommand().toJson());
        QueryShape.of(event.getCommandName(), command).forEach(shape -> seen.add(shape.line()));
    }

    /**
     * Fails when something was sent that is not declared.
     *
     * @throws AssertionError with the shapes that are missing in the file
     */
    public void check() {
        try {
            Set<String> declared =
                    Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : new TreeSet<>();
            List<String> missing = new ArrayList<>(seen);
            missing.removeAll(declared);
            if (missing.isEmpty()) {
                return;
            }
            if (!Boolean.getBoolean("posthorn.golden.write")) {
                throw new AssertionError(
                        file
                                + " does not declare these queries; add them, and look whether an"
                                + " index serves them: "
                                + missing);
            }
            declared.addAll(missing);
            Files.createDirectories(file.getParent());
            Files.write(file, declared, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
