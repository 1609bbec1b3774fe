package posthorn.delivery.mongo;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.mtasts.PolicyStore;
import posthorn.delivery.mtasts.PolicyStoreContract;

/** Policies in MongoDB, over the real driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoStsPoliciesTest extends PolicyStoreContract {

    private final TestStore store = TestStore.start();
    private QueueDatabase database = store.fresh();

    @Override
    protected PolicyStore store() {
        database.close();
        database = store.fresh();
        return database.stsPolicies();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    @AfterAll
    void end() {
        store.close();
    }
}
