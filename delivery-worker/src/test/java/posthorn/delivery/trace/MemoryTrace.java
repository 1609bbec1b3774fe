package posthorn.delivery.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import posthorn.protocol.wire.DeliveryEvent;

/** The trace in memory. */
public final class MemoryTrace implements TraceStore {

    private final Map<String, DeliveryEvent> events = new LinkedHashMap<>();

    @Override
    public synchronized void add(SequencedMap<String, DeliveryEvent> more) {
        more.forEach(events::putIfAbsent);
    }

    @Override
    public synchronized List<DeliveryEvent> of(String message) {
        Map<String, DeliveryEvent> found = new LinkedHashMap<>();
        events.forEach((position, event) -> {
            if (event.getMessageId().equals(message)) {
                found.put(position, event);
            }
        });
        return TraceStore.shown(found);
    }

    @Override
    public synchronized Map<String, List<DeliveryEvent>> of(Collection<String> messages) {
        Map<String, List<DeliveryEvent>> found = new LinkedHashMap<>();
        for (String message : messages) {
            List<DeliveryEvent> its = of(message);
            if (!its.isEmpty()) {
                found.put(message, its);
            }
        }
        return found;
    }

    @Override
    public synchronized List<String> withHeader(String messageIdField) {
        return events.values().stream()
                .filter(event -> event.getHeaderMessageId().equals(messageIdField))
                .map(DeliveryEvent::getMessageId)
                .distinct()
                .toList();
    }

    @Override
    public synchronized void expire(long before) {
        List<String> early = new ArrayList<>();
        events.forEach((position, event) -> {
            if (event.getAt() < before) {
                early.add(position);
            }
        });
        events.keySet().removeAll(early);
    }
}
