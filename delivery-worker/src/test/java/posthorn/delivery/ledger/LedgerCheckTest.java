package posthorn.delivery.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import posthorn.delivery.dispatch.DeliveryEvents;
import posthorn.delivery.ledger.LedgerCheck.Accepted;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.NotifiedSenders;
import posthorn.delivery.policy.SettlementRules;
import posthorn.delivery.policy.TestRetryPlans;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.Claim;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.QueueLookup;
import posthorn.delivery.queue.QueuedBody;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.trace.MemoryTrace;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.protocol.wire.EventKind;
import posthorn.protocol.wire.MailRecipient;

/** Whether each recipient is in a state, and what the trace lacks. */
class LedgerCheckTest {

    private final MemoryTrace trace = new MemoryTrace();
    private final Map<String, QueuedMessage> documents = new LinkedHashMap<>();
    private final Set<String> stored = new HashSet<>();
    private final Set<String> unavailable = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private final LedgerCheck check = new LedgerCheck(trace, new Documents(), this::delivered);

    @Test
    void traceThatIsWholeIsEnough() {
        AcceptedMail mail = mail("m1", "a@near.test", "");
        tell(DeliveryEvents.accepted(mail));
        tell(end("m1", 0, EventKind.RELAYED));
        assertEquals(new LedgerCheck.Found(Set.of("m1"), 0), check(mail));
        assertEquals(List.of(), asked);
    }

    @Test
    void deliveryThatOnlyTheAccountKnowsIsAddedToTheTraceOnce() {
        AcceptedMail mail = mail("m1", "a@near.test", "account");
        stored.add("m1/0");
        assertEquals(new LedgerCheck.Found(Set.of("m1"), 2), check(mail));
        assertEquals(
                List.of(EventKind.ACCEPTED, EventKind.DELIVERED),
                trace.of("m1").stream().map(DeliveryEvent::getKind).toList());
        assertEquals("a@near.test", trace.of("m1").getLast().getRecipient());
        assertEquals(new LedgerCheck.Found(Set.of("m1"), 0), check(mail));
    }

    @Test
    void whatTheQueueKnowsOfOneRecipientIsAddedToTheTrace() {
        AcceptedMail mail =
                mail("m1", "a@near.test", "account").toBuilder()
                        .addRecipients(MailRecipient.newBuilder().setAddress("b@far.test"))
                        .build();
        tell(DeliveryEvents.accepted(mail));
        tell(end("m1", 1, EventKind.BOUNCED));
        documents.put("m1", settled(mail, 0, AttemptResult.Delivered.stored("account")));
        assertEquals(new LedgerCheck.Found(Set.of("m1"), 1), check(mail));
        assertEquals(
                List.of(EventKind.ACCEPTED, EventKind.BOUNCED, EventKind.DELIVERED),
                trace.of("m1").stream().map(DeliveryEvent::getKind).toList());
    }

    @Test
    void closedDocumentsCompleteTheirTraces() {
        AcceptedMail mail = mail("m1", "b@far.test", "");
        QueuedMessage relayed =
                settled(mail, 0, AttemptResult.Delivered.relayed("mx", "250 thanks"));
        assertEquals(2, check.checkClosed(List.of(relayed), 9000));
        assertEquals("250 thanks", trace.of("m1").getLast().getReply());
        assertEquals(0, check.checkClosed(List.of(relayed), 9000));
    }

    @Test
    void mailThatMayHaveComeTwiceIsToldOnce() {
        AcceptedMail mail = mail("m1", "b@far.test", "");
        QueuedMessage taken = QueuedMessage.accepted(mail, 1000);
        Destination first = taken.destinations().getFirst();
        Destination lost =
                first.claimed(new Claim("t", "w/1", true)).claimed(new Claim("u", "w/2"));
        QueuedMessage closed =
                after(taken.with(0, lost), 0, AttemptResult.Delivered.relayed("mx", "250 ok"));
        assertEquals(3, check.checkClosed(List.of(closed), 9000));
        assertEquals(
                Set.of(EventKind.ACCEPTED, EventKind.RELAYED, EventKind.MAYBE_TWICE),
                trace.of("m1").stream().map(DeliveryEvent::getKind).collect(Collectors.toSet()));
        assertEquals(0, check.checkClosed(List.of(closed), 9000));
    }

    @Test
    void whatIsInNoStateIsNotSettled() {
        AcceptedMail local = mail("m1", "a@near.test", "account");
        AcceptedMail remote = mail("m2", "b@far.test", "");
        assertEquals(new LedgerCheck.Found(Set.of(), 0), check(local, remote));
        assertEquals(List.of(), trace.of("m1"));
    }

    @Test
    void accountThatDoesNotAnswerLeavesItsMessageUnsettled() {
        stored.add("m1/0");
        stored.add("m2/0");
        unavailable.add("away");
        AcceptedMail away = mail("m1", "a@near.test", "away");
        AcceptedMail here = mail("m2", "b@near.test", "account");
        assertEquals(Set.of("m2"), check(away, here).settled());
    }

    @Test
    void recordThatIsHeldUnderAStandInIsSettled() {
        AcceptedMail unreadable = AcceptedMail.getDefaultInstance();
        AcceptedMail defective = mail("m1", "a@near.test", "").toBuilder().clearInline().build();
        hold("unreadable-0-0");
        hold("unreadable-0-1");
        assertEquals(Set.of("unreadable-0-0", "m1"), check(unreadable, defective).settled());
    }

    private LedgerCheck.Found check(AcceptedMail... mails) {
        List<Accepted> messages = new ArrayList<>();
        for (AcceptedMail mail : mails) {
            messages.add(new Accepted(mail, "unreadable-0-" + messages.size()));
        }
        return check.check(messages, 9000);
    }

    private void hold(String id) {
        AcceptedMail standIn = AcceptedMail.newBuilder().setId(id).build();
        documents.put(
                id,
                QueuedMessage.unreadable(
                        standIn, new QueuedBody.Gone(), new Attempt(1, "4.3.0", "", "held")));
    }

    private static QueuedMessage settled(AcceptedMail mail, int at, AttemptResult result) {
        return after(QueuedMessage.accepted(mail, 1000), at, result);
    }

    private static QueuedMessage after(QueuedMessage untried, int at, AttemptResult result) {
        SettlementRules rules =
                new SettlementRules(
                        TestRetryPlans.standard(),
                        TestRetryPlans.standard(),
                        new Random(1),
                        NotifiedSenders.ALL);
        return untried.after(at, rules.settle(untried, at, "t", Map.of(at, result), 2000));
    }

    private void tell(DeliveryEvent event) {
        LinkedHashMap<String, DeliveryEvent> events = new LinkedHashMap<>();
        events.put("0/" + trace.of(event.getMessageId()).size(), event);
        trace.add(events);
    }

    private static DeliveryEvent end(String message, int ordinal, EventKind kind) {
        return DeliveryEvent.newBuilder()
                .setMessageId(message)
                .setOrdinal(ordinal)
                .setKind(kind)
                .setAt(2000)
                .build();
    }

    private static AcceptedMail mail(String id, String address, String account) {
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder()
                        .setId(id)
                        .addRecipients(
                                MailRecipient.newBuilder().setAddress(address).setAccount(account))
                        .setInline(ByteString.copyFromUtf8("x"));
        mail.getArrivalBuilder().setAt(1000);
        return mail.build();
    }

    private List<Boolean> delivered(String account, List<String> keys) {
        asked.add(account);
        if (unavailable.contains(account)) {
            throw new AnswerLost("away");
        }
        return keys.stream().map(stored::contains).toList();
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
