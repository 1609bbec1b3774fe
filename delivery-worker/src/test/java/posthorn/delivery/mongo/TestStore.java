package posthorn.delivery.mongo;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import posthorn.runtime.mongo.MongoServer;
import posthorn.store.declared.DeclaredQueries;
import posthorn.store.fault.FaultPlan;
import posthorn.store.fault.FaultProxy;
import posthorn.store.server.TestServer;

/** The database of the queue of a test class, on its {@link TestServer}. */
final class TestStore implements AutoCloseable {

    private final TestServer server = TestServer.start();
    private final DeclaredQueries queries = new DeclaredQueries(QueueDatabase.NAME);

    private TestStore() {}

    static TestStore start() {
        return new TestStore();
    }

    /** An empty database with its indexes. */
    QueueDatabase fresh() {
        QueueDatabase database = connection(server.uri(), 8);
        database.drop();
        database.prepare();
        return database;
    }

    /** The same database through a proxy. */
    QueueDatabase through(FaultProxy proxy) {
        return connection(server.uri(proxy), 16);
    }

    private QueueDatabase connection(String uri, int connections) {
        return new QueueDatabase(
                MongoServer.at(uri).observedBy(queries),
                server.name(),
                connections,
                new SimpleMeterRegistry());
    }

    /** As {@link TestServer#proxy}: it loses, delays and repeats. */
    Optional<FaultProxy> proxy(FaultPlan plan) {
        return server.proxy(plan);
    }

    @Override
    public void close() {
        server.close();
        queries.check();
    }
}
