package posthorn.mailbox.mongo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
 * The store that a test runs on: the server that POSTHORN_TEST_MONGODB_URI names, else the embedded
 * one. Each test class has a database of its own. Says which it is.
 */
public final class TestStore implements AutoCloseable {

    private final Optional<EmbeddedStore> embedded;
    private final Path directory;
    private final String uri;
    private final DeclaredQueries queries = new DeclaredQueries(MailboxDatabase.NAME);
    private final String name = "posthorn_test_" + UUID.randomUUID().toString().substring(0, 8);

    private TestStore(Optional<EmbeddedStore> embedded, Path directory, String uri) {
        this.embedded = embedded;
        this.directory = directory;
        this.uri = uri;
    }

    /** Starts it, or connects to the server. */
    public static TestStore start() {
        String server = System.getenv("POSTHORN_TEST_MONGODB_URI");
        try {
            Path directory = Files.createTempDirectory("mailbox-api-store");
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

    /** What to give to a driver. */
    public String uri() {
        return uri;
    }

    /** Name of the database of this test. */
    public String name() {
        return name;
    }

    /** A connection, with the indexes in place. */
    public MailboxDatabase connect() {
        return connect(uri);
    }

    /** A connection through a proxy. */
    public MailboxDatabase connect(FaultProxy proxy) {
        return connect(proxy.uri());
    }

    private MailboxDatabase connect(String at) {
        MailboxDatabase ready =
                MailboxDatabase.connect(
                        MongoServer.at(uri).observedBy(queries),
                        name,
                        8,
                        new SimpleMeterRegistry());
        ready.ready().await().atMost(Duration.ofSeconds(30));
        if (at.equals(uri)) {
            return ready;
        }
        ready.close();
        return MailboxDatabase.connect(
                        MongoServer.at(at).observedBy(queries), name, 32, new SimpleMeterRegistry())
                .indexed();
    }

    /**
     * A proxy that loses, delays, repeats answers and splits batches; empty with an external
     * server.
     */
    public Optional<FaultProxy> proxy(FaultPlan plan) {
        return embedded.map(store -> FaultProxy.start("127.0.0.1", store.port(), plan));
    }

    /** A connection to a database whose indexes are in place. */
    public static MailboxDatabase connect(String uri, String name) {
        return MailboxDatabase.connect(MongoServer.at(uri), name, 32, new SimpleMeterRegistry())
                .indexed();
    }

    @Override
    public void close() {
        try (MailboxDatabase database =
                MailboxDatabase.connect(MongoServer.at(uri), name, 4, new SimpleMeterRegistry())) {
            database.drop().await().atMost(Duration.ofSeconds(10));
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
