package posthorn.delivery.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;

/** What every {@link TraceStore} promises. */
public abstract class TraceStoreContract {

    private static final DeliveryEvent ACCEPTED = event("m1", EventKind.ACCEPTED, 1000);
    private static final DeliveryEvent DELIVERED = event("m1", EventKind.DELIVERED, 2000);

    private TraceStore trace = new MemoryTrace();

    /** An empty trace. */
    protected abstract TraceStore trace();

    @BeforeEach
    void open() {
        trace = trace();
    }

    @Test
    void eventIsShownOnceHoweverOftenItIsAdded() {
        add("0/1", ACCEPTED);
        add("0/1", ACCEPTED, "0/2", DELIVERED);
        add("0/2", DELIVERED);
        assertEquals(List.of(ACCEPTED, DELIVERED), trace.of("m1"));
        assertEquals(Set.of("m1"), trace.of(List.of("m1", "m2")).keySet());
        assertEquals(List.of(), trace.of("m2"));
    }

    @Test
    void eventsOfAMessageComeByTime() {
        add("0/2", DELIVERED);
        add("0/1", ACCEPTED);
        assertEquals(List.of(ACCEPTED, DELIVERED), trace.of("m1"));
    }

    @Test
    void messageIsFoundByItsHeader() {
        add("0/1", ACCEPTED, "1/1", event("m2", EventKind.ACCEPTED, 1000));
        assertEquals(List.of("m1"), trace.withHeader("<m1@y>"));
        assertEquals(List.of(), trace.withHeader("<m3@y>"));
    }

    @Test
    void whatTheLedgerAddedGivesWayToTheEventItself() {
        DeliveryEvent found = DELIVERED.toBuilder().setAt(9000).setReply("found").build();
        add(TraceStore.repairedAt(found), found);
        add(TraceStore.repairedAt(found), found);
        assertEquals(List.of(found), trace.of("m1"));
        add("0/2", DELIVERED);
        assertEquals(List.of(DELIVERED), trace.of("m1"));
    }

    @Test
    void whatIsOldExpires() {
        add("0/1", ACCEPTED);
        add("0/2", DELIVERED);
        trace.expire(1500);
        assertEquals(List.of(DELIVERED), trace.of("m1"));
        trace.expire(2500);
        assertEquals(List.of(), trace.of("m1"));
    }

    private void add(String position, DeliveryEvent event) {
        LinkedHashMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        events.put(position, event);
        trace.add(events);
    }

    private void add(String first, DeliveryEvent one, String second, DeliveryEvent other) {
        LinkedHashMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        events.put(first, one);
        events.put(second, other);
        trace.add(events);
    }

    private static DeliveryEvent event(String message, EventKind kind, long at) {
        return DeliveryEvent.newBuilder()
                .setMessageId(message)
                .setKind(kind)
                .setAt(at)
                .setHeaderMessageId("<" + message + "@y>")
                .build();
    }
}
