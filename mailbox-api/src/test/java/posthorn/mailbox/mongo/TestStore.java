package posthorn.mailbox.mongo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import posthorn.runtime.mongo.MongoServer;
import posthorn.store.declared.DeclaredQueries;
import posthorn.store.fault.FaultPlan;
import posthorn.store.fault.FaultProxy;
import posthorn.store.server.TestServer;

/** The mailbox database of a test class, on its {@link TestServer}. */
public final class TestStore implements AutoCloseable {

    private final TestServer server = TestServer.start();
    private final DeclaredQueries queries = new DeclaredQueries(MailboxDatabase.NAME);

    private TestStore() {}

    /** Starts it, or connects to the server. */
    public static TestStore start() {
        return new TestStore();
    }

    /** What to give to a driver. */
    public String uri() {
        return server.uri();
    }

    /** What to give to a driver that goes through a proxy. */
    public String uri(FaultProxy proxy) {
        return server.uri(proxy);
    }

    /** Name of the database of this test. */
    public String name() {
        return server.name();
    }

    /** A connection, with the indexes in place. */
    public MailboxDatabase connect() {
        MailboxDatabase database = connection(uri(), 8);
        database.ready().await().atMost(Duration.ofSeconds(30));
        return database;
    }

    /** A connection through a proxy. */
    public MailboxDatabase connect(FaultProxy proxy) {
        connect().close();
        return connection(uri(proxy), 32).indexed();
    }

    private MailboxDatabase connection(String at, int connections) {
        return MailboxDatabase.connect(
                MongoServer.at(at).observedBy(queries),
                name(),
                connections,
                new SimpleMeterRegistry());
    }

    /** As {@link TestServer#proxy}: it loses, delays, repeats answers and splits batches. */
    public Optional<FaultProxy> proxy(FaultPlan plan) {
        return server.proxy(plan);
    }

    /** A connection to a database whose indexes are in place. */
    public static MailboxDatabase connect(String uri, String name) {
        return MailboxDatabase.connect(MongoServer.at(uri), name, 32, new SimpleMeterRegistry())
                .indexed();
    }

    @Override
    public void close() {
        server.close();
        queries.check();
    }
}
