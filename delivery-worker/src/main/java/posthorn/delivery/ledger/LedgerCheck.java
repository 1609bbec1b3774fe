package posthorn.delivery.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import posthorn.delivery.dispatch.DeliveryEvents;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.delivery.trace.TraceStore;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;

/**
 * Whether each recipient of a message is in a state: where the trace says so, else where the queue
 * has the message, else where the account's log has the delivery. What queue and account log know
 * and the trace does not is added to the trace.
 */
public final class LedgerCheck {

    /**
     * A record of the accepted log as the ledger remembers it.
     *
     * @param mail without its body; empty when the record cannot be read
     * @param standIn id of the document that stands in for it when it could not be handled
     */
    public record Accepted(AcceptedMail mail, String standIn) {

        /** The message's id; the stand-in's for a record that has none. */
        public String id() {
            return mail.getId().isEmpty() ? standIn : mail.getId();
        }
    }

    /**
     * What a check found.
     *
     * @param settled ids of messages whose recipients all are in a state
     * @param repaired how many events were added to the trace
     */
    public record Found(Set<String> settled, int repaired) {}

    private static final Set<EventKind> ENDS =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            EventKind.DELIVERED,
                            EventKind.RELAYED,
                            EventKind.BOUNCED,
                            EventKind.DISCARDED));

    private final TraceStore trace;
    private final QueueLookup queue;
    private final AccountLogs accounts;

    /** A check over its three sources. */
    public LedgerCheck(TraceStore trace, QueueLookup queue, AccountLogs accounts) {
        this.trace = trace;
        this.queue = queue;
        this.accounts = accounts;
    }

    /**
     * Ids of messages whose ends the trace shows; that others are not among them says nothing yet.
     *
     * @throws AnswerLost when the trace does not answer
     */
    public Set<String> shown(Collection<Accepted> messages) {
        Map<String, List<DeliveryEvent>> events =
                trace.of(messages.stream().map(Accepted::id).toList());
        Set<String> shown = new HashSet<>();
        for (Accepted message : messages) {
            if (allEnded(message.mail(), events.getOrDefault(message.id(), List.of()))) {
                shown.add(message.id());
            }
        }
        return shown;
    }

    /**
     * Looks for the recipients of {@code messages}.
     *
     * @param now milliseconds since 1970: the time of events that are added
     * @throws AnswerLost when trace or queue do not answer; an account log that does not answer
     *     leaves its message unsettled
     */
    public Found check(Collection<Accepted> messages, long now) {
        Map<String, Accepted> open = new LinkedHashMap<>();
        messages.forEach(message -> open.put(message.id(), message));
        Map<String, List<DeliveryEvent>> events = trace.of(open.keySet());
        Set<String> settled = new HashSet<>();
        open.forEach((id, message) -> {
            if (allEnded(message.mail(), events.getOrDefault(id, List.of()))) {
                settled.add(id);
            }
        });
        open.keySet().removeAll(settled);
        List<DeliveryEvent> lacking = new ArrayList<>();
        inQueue(open, events, settled, lacking, now);
        inAccounts(open, events, settled, lacking, now);
        return new Found(settled, repair(lacking));
    }

    /**
     * Adds to the trace what closed documents know and the trace does not show.
     *
     * @return how many events were added
     */
    public int checkClosed(Collection<QueuedMessage> closed, long now) {
        Map<String, List<DeliveryEvent>> events =
                trace.of(closed.stream().map(QueuedMessage::id).toList());
        List<DeliveryEvent> lacking = new ArrayList<>();
        closed.forEach(document ->
                lacking.addAll(
                        lacking(document, events.getOrDefault(document.id(), List.of()), now)));
        return repair(lacking);
    }

    private void inQueue(
            Map<String, Accepted> open,
            Map<String, List<DeliveryEvent>> events,
            Set<String> settled,
            List<DeliveryEvent> lacking,
            long now) {
        if (open.isEmpty()) {
            return;
        }
        Set<String> ids = new HashSet<>(open.keySet());
        open.values().forEach(message -> ids.add(message.standIn()));
        Map<String, QueuedMessage> documents = queue.documents(ids);
        for (Accepted message : List.copyOf(open.values())) {
            QueuedMessage document = documents.get(message.id());
            if (document != null) {
                lacking.addAll(
                        lacking(document, events.getOrDefault(document.id(), List.of()), now));
            }
            if (document != null || documents.containsKey(message.standIn())) {
                settled.add(message.id());
                open.remove(message.id());
            }
        }
    }

    private static List<DeliveryEvent> lacking(
            QueuedMessage document, List<DeliveryEvent> shown, long now) {
        Set<Integer> ended = ended(shown);
        List<QueuedRecipient> unknown =
                document.recipients().stream()
                        .filter(r -> r.state().isFinal() && !ended.contains(r.ordinal()))
                        .toList();
        List<DeliveryEvent> lacking = new ArrayList<>();
        if (!unknown.isEmpty()) {
            accepted(document.mail(), shown, lacking);
            lacking.addAll(DeliveryEvents.of(document, unknown, now));
        }
        lacking.addAll(doubts(document, shown, now));
        return lacking;
    }

    /**
     * A document counts how often the recipients of a destination may have got the message again,
     * and not which of them: where the trace tells it of none, all of them are named.
     */
    private static List<DeliveryEvent> doubts(
            QueuedMessage document, List<DeliveryEvent> shown, long now) {
        Set<Integer> told = ordinals(shown, EnumSet.of(EventKind.MAYBE_TWICE));
        List<DeliveryEvent> doubts = new ArrayList<>();
        for (int at = 0; at < document.destinations().size(); at++) {
            int destination = at;
            List<QueuedRecipient> recipients =
                    document.recipients().stream()
                            .filter(r -> r.destination() == destination)
                            .toList();
            boolean counted = document.destinations().get(at).maybeTwice() > 0;
            if (counted && recipients.stream().noneMatch(r -> told.contains(r.ordinal()))) {
                doubts.addAll(DeliveryEvents.maybeTwice(document, recipients, now));
            }
        }
        return doubts;
    }

    /** Only a message with local recipients alone has no document. */
    private void inAccounts(
            Map<String, Accepted> open,
            Map<String, List<DeliveryEvent>> events,
            Set<String> settled,
            List<DeliveryEvent> lacking,
            long now) {
        for (Accepted message : open.values()) {
            if (stored(message.mail())) {
                settled.add(message.id());
                List<DeliveryEvent> shown = events.getOrDefault(message.id(), List.of());
                Set<Integer> ended = ended(shown);
                accepted(message.mail(), shown, lacking);
                QueuedMessage document = QueuedMessage.accepted(message.mail(), now);
                document.recipients().stream()
                        .filter(r -> !ended.contains(r.ordinal()))
                        .map(r -> foundStored(message.mail(), r, now))
                        .forEach(r -> lacking.addAll(DeliveryEvents.of(document, List.of(r), now)));
            }
        }
    }

    private static QueuedRecipient foundStored(
            AcceptedMail mail, QueuedRecipient recipient, long now) {
        Delivered stored = Delivered.stored(mail.getRecipients(recipient.ordinal()).getAccount());
        return recipient.after(stored.attempt(now), stored.state());
    }

    private boolean stored(AcceptedMail mail) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (int ordinal = 0; ordinal < mail.getRecipientsCount(); ordinal++) {
            keys.computeIfAbsent(mail.getRecipients(ordinal).getAccount(), _ -> new ArrayList<>())
                    .add(mail.getId() + "/" + ordinal);
        }
        if (keys.isEmpty() || keys.containsKey("")) {
            return false;
        }
        try {
            return keys.entrySet().stream()
                    .allMatch(each ->
                            accounts.delivered(each.getKey(), each.getValue()).stream()
                                    .allMatch(Boolean::booleanValue));
        } catch (AnswerLost e) {
            return false;
        }
    }

    private static void accepted(
            AcceptedMail mail, List<DeliveryEvent> shown, List<DeliveryEvent> lacking) {
        if (shown.stream().noneMatch(event -> event.getKind() == EventKind.ACCEPTED)) {
            lacking.add(DeliveryEvents.accepted(mail));
        }
    }

    private int repair(List<DeliveryEvent> lacking) {
        if (lacking.isEmpty()) {
            return 0;
        }
        Map<String, TreeMap<String, DeliveryEvent>> byMessage = new HashMap<>();
        for (DeliveryEvent event : lacking) {
            byMessage
                    .computeIfAbsent(event.getMessageId(), _ -> new TreeMap<>())
                    .put(TraceStore.repairedAt(event), event);
        }
        byMessage.values().forEach(trace::add);
        return lacking.size();
    }

    private static boolean allEnded(AcceptedMail mail, List<DeliveryEvent> events) {
        Set<Integer> ended = ended(events);
        for (int ordinal = 0; ordinal < mail.getRecipientsCount(); ordinal++) {
            if (!ended.contains(ordinal)) {
                return false;
            }
        }
        return mail.getRecipientsCount() > 0;
    }

    /** Ordinals of recipients whose end the events tell. */
    private static Set<Integer> ended(List<DeliveryEvent> events) {
        return ordinals(events, ENDS);
    }

    private static Set<Integer> ordinals(List<DeliveryEvent> events, Set<EventKind> kinds) {
        return events.stream()
                .filter(event -> kinds.contains(event.getKind()))
                .map(DeliveryEvent::getOrdinal)
                .collect(Collectors.toSet());
    }
}
