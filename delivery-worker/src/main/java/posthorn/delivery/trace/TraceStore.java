package posthorn.delivery.trace;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import posthorn.delivery.queue.AnswerLost;
import posthorn.protocol.wire.DeliveryEvent;

/**
 * The trace of every message. An event that is added twice under one position is shown once; one
 * that the ledger added is not shown beside the event itself, which came late. All methods block
 * and throw {@link AnswerLost} when the store did not answer.
 */
public interface TraceStore {

    /** Events of which the store will never take at least one, however often they are added. */
    final class EventsRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** A refusal with what the store said. */
        public EventsRefused(String reason, Throwable cause) {
            super(reason, cause);
        }
    }

    /** What the position of an event begins with that was added later, by the ledger. */
    String REPAIRED = "ledger/";

    /** The position of an event that is added later: the same event has the same one. */
    static String repairedAt(DeliveryEvent event) {
        return REPAIRED
                + event.getMessageId()
                + "/"
                + event.getOrdinal()
                + "/"
                + event.getKind().name();
    }

    /**
     * What is shown of events by position: by time, without those that the ledger added and that
     * came late all the same.
     */
    static List<DeliveryEvent> shown(Map<String, DeliveryEvent> events) {
        Set<String> came = new HashSet<>();
        events.forEach((position, event) -> {
            if (!position.startsWith(REPAIRED)) {
                came.add(repairedAt(event));
            }
        });
        return events.entrySet().stream()
                .filter(each -> !came.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparingLong(DeliveryEvent::getAt))
                .toList();
    }

    /**
     * Adds events; those that are there already stay. Events that can be added are added, also when
     * others cannot.
     *
     * @param events by their position on the log, {@code partition/offset}, in the order of the log
     * @throws AnswerLost when some may be missing, and adding them again may help
     * @throws EventsRefused when adding them again does not help
     */
    void add(SequencedMap<String, DeliveryEvent> events);

    /** Events of a message, by time; empty: none is known. */
    List<DeliveryEvent> of(String message);

    /** Events of several messages, by message id; those of one message by time. */
    Map<String, List<DeliveryEvent>> of(Collection<String> messages);

    /** Ids of messages that carry a Message-ID field with this value, brackets included. */
    List<String> withHeader(String messageIdField);

    /** Deletes what happened before {@code before}, milliseconds since 1970. */
    void expire(long before);
}
