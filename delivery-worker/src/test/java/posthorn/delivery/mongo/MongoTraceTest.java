package posthorn.delivery.mongo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import posthorn.delivery.trace.TraceStore;
import posthorn.delivery.trace.TraceStoreContract;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;

/** The trace in MongoDB, over the real driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoTraceTest extends TraceStoreContract {

    private final TestStore store = TestStore.start();
    private QueueDatabase database = store.fresh();

    @Override
    protected TraceStore trace() {
        database.close();
        database = store.fresh();
        return database.trace();
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
    void eventThatNoDocumentCanHoldIsRefusedForGood() {
        String huge = "x".repeat(17 * 1024 * 1024);
        DeliveryEvent event =
                DeliveryEvent.newBuilder()
                        .setMessageId("m1")
                        .setKind(EventKind.DEFERRED)
                        .setReplyBytes(ByteString.copyFromUtf8(huge))
                        .build();
        LinkedHashMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        events.put("0/1", event);
        assertThrows(TraceStore.EventsRefused.class, () -> database.trace().add(events));
        assertEquals(List.of(), database.trace().of("m1"));
    }
}
