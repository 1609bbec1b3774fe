package posthorn.delivery.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.MailRecipient;

/** Bodies that nothing needs are dropped, the others stay. */
class TransitSweepTest {

    private final TreeMap<Long, String> stored = new TreeMap<>();
    private final Map<String, QueuedMessage> documents = new LinkedHashMap<>();
    private final TransitSweep sweep = new TransitSweep(new Stores(), new Documents());

    @Test
    void dropsWhatNoOpenDocumentNames() {
        for (long at = 0; at < 1200; at++) {
            stored.put(at, "m" + at);
        }
        open("m7", "body-m7");
        open("m8", "body-other");
        closed("m9");
        assertEquals(1099, sweep.sweep(1100));
        List<String> left = new ArrayList<>(stored.headMap(1100L).values());
        assertEquals(List.of("m7"), left);
        assertEquals(100, stored.tailMap(1100L).size());
        assertEquals(0, sweep.sweep(1100));
    }

    private void open(String id, String body) {
        documents.put(id, document(id, new QueuedBody.Transit(body)));
    }

    private void closed(String id) {
        QueuedMessage m = document(id, new QueuedBody.Gone());
        documents.put(
                id,
                new QueuedMessage(
                        m.mail(),
                        m.body(),
                        m.recipients(),
                        m.destinations(),
                        List.of(),
                        List.of(),
                        0));
    }

    private static QueuedMessage document(String id, QueuedBody body) {
        QueuedMessage m =
                QueuedMessage.accepted(
                        AcceptedMail.newBuilder()
                                .setId(id)
                                .addRecipients(MailRecipient.newBuilder().setAddress("a@b.test"))
                                .build(),
                        0);
        return new QueuedMessage(
                m.mail(), body, m.recipients(), m.destinations(), List.of(), List.of(), m.left());
    }

    private final class Stores implements TransitInventory {
        @Override
        public List<Stored> storedBefore(long before, String after, int limit) {
            long from = after.isEmpty() ? 0 : Long.parseLong(after) + 1;
            return stored.subMap(Math.min(from, before), before).entrySet().stream()
                    .limit(limit)
                    .map(e -> new Stored("body-" + e.getValue(), e.getValue(), "" + e.getKey()))
                    .toList();
        }

        @Override
        public void drop(String name) {
            stored.values().removeIf(message -> name.equals("body-" + message));
        }
    }

    private final class Documents implements QueueLookup {
        @Override
        public Map<String, QueuedMessage> documents(Collection<String> ids) {
            Map<String, QueuedMessage> found = new LinkedHashMap<>(documents);
            found.keySet().retainAll(ids);
            return found;
        }

        @Override
        public List<QueuedMessage> open(String after, int limit) {
            return List.of();
        }

        @Override
        public List<Closed> closedBetween(long from, long to, int limit) {
            return List.of();
        }
    }
}
