package posthorn.delivery.mongo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import posthorn.runtime.mongo.MongoServer;
import posthorn.store.EmbeddedStore;
import posthorn.store.StoreSettings;
import posthorn.store.declared.DeclaredQueries;
import posthorn.store.fault.FaultPlan;
import posthorn.store.fault.FaultProxy;

/**
 * The store of a test class: the server that POSTHORN_TEST_MONGODB_URI names, else the embedded
 * one. Says which it is. Each has a database of its own.
 */
final class TestStore implements AutoCloseable {

    private final Optional<EmbeddedStore> embedded;
    private final Path directory;
    private final String uri;
    private final DeclaredQueries queries = new DeclaredQueries(QueueDatabase.NAME);
    private final String name = "posthorn_test_" + UUID.randomUUID().toString().substring(0, 8);

    private TestStore(Optional<EmbeddedStore> embedded, Path directory, String uri) {
        this.embedded = embedded;
        this.directory = directory;
        this.uri = uri;
    }

    static TestStore start() {
        String server = System.getenv("POSTHORN_TEST_MONGODB_URI");
        try {
            Path directory = Files.createTempDirectory("delivery-worker-store");
            if (server != null && !server.isEmpty()) {
                System.out.println("store of this test: the server of POSTHORN_TEST_MONGODB_URI");
                return new TestStore(Optional.empty(), directory, server);
            }
            System.out.println("store of this test: the embedded one");
            EmbeddedStore store =
                    EmbeddedStore.start(directory, StoreSettings.defaults().withPort(0));
            return new TestStore(Optional.of(store), directory, store.uri());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty database with its indexes. */
    QueueDatabase fresh() {
        QueueDatabase database =
                new QueueDatabase(
                        MongoServer.at(uri).observedBy(queries),
                        name,
                        8,
                        new SimpleMeterRegistry());
        database.drop();
        database.prepare();
        return database;
    }

    /** The same database through a proxy. */
    QueueDatabase through(FaultProxy proxy) {
        return new QueueDatabase(
                MongoServer.at(proxy.uri()).observedBy(queries),
                name,
                16,
                new SimpleMeterRegistry());
    }

    /** A proxy that loses, delays and repeats; empty with an external server. */
    Optional<FaultProxy> proxy(FaultPlan plan) {
        return embedded.map(store -> FaultProxy.start("127.0.0.1", store.port(), plan));
    }

    @Override
    public void close() {
        try (QueueDatabase database =
                new QueueDatabase(MongoServer.at(uri), name, 2, new SimpleMeterRegistry())) {
            database.drop();
        } finally {
            embedded.ifPresent(EmbeddedStore::close);
            delete();
        }
        queries.check();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
