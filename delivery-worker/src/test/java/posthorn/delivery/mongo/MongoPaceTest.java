package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.pace.LastReply;
import posthorn.delivery.pace.PaceStore;
import posthorn.delivery.pace.PaceStoreContract;
import posthorn.delivery.pace.SiteBounds;
import posthorn.delivery.pace.SiteRecord;

/** The pace in MongoDB, over the real driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoPaceTest extends PaceStoreContract {

    private final TestStore store = TestStore.start();
    private QueueDatabase database = store.fresh();

    @Override
    protected PaceStore store() {
        database.close();
        database = store.fresh();
        return database.pace();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    @AfterAll
    void end() {
        store.close();
    }

    @Test
    void whatNobodyWroteToForLongIsForgotten() {
        store();
        MongoPace pace = database.pace();
        pace.replace(
                "w/1",
                List.of(
                        new SiteRecord(
                                "a.test",
                                1,
                                new SiteBounds(1, 30, 0),
                                0,
                                List.of(),
                                LastReply.NONE)));
        pace.expire(1000);
        assertEquals(Set.of("a.test"), pace.read(List.of("a.test")).keySet());
        pace.expire(Long.MAX_VALUE);
        assertEquals(Set.of(), pace.read(List.of("a.test")).keySet());
    }
}
