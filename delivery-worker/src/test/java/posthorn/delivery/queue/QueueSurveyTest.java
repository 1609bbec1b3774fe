package posthorn.delivery.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.protocol.wire.MailRecipient;

/** What operators see of the queue, by filter and by destination. */
class QueueSurveyTest {

    private static final Attempt REFUSED =
            new Attempt(50, "4.3.2", "mx.far.test:25", "451 4.3.2 not now");

    @Test
    void aFilterFindsTextsAnywhereInAnyLetterCase() {
        Queue queue =
                new Queue(
                        message(1, "Anna@one.test", "x@far.test"),
                        message(2, "bob@one.test", "y@near.test"));
        assertEquals(List.of("id-1"), ids(queue, new QueueFilter("anna@", "", "", any())));
        assertEquals(List.of("id-2"), ids(queue, new QueueFilter("", "Y@NEAR", "", any())));
        assertEquals(List.of("id-1"), ids(queue, new QueueFilter("", "", "FAR", any())));
        assertEquals(List.of("id-1", "id-2"), ids(queue, QueueFilter.NONE));
        assertEquals(List.of(), ids(queue, new QueueFilter("anna", "y@near", "", any())));
    }

    @Test
    void recipientDestinationAndStateHaveToFitOneRecipient() {
        QueuedMessage two = message(1, "anna@one.test", "x@far.test", "y@near.test");
        QueuedMessage oneHeld =
                with(two, two.recipients().get(1).after(REFUSED, RecipientState.HELD));
        Queue queue = new Queue(oneHeld);
        Optional<RecipientState> held = Optional.of(RecipientState.HELD);
        assertEquals(List.of("id-1"), ids(queue, new QueueFilter("", "y@", "near", held)));
        assertEquals(List.of(), ids(queue, new QueueFilter("", "x@", "", held)));
        assertEquals(List.of(), ids(queue, new QueueFilter("", "x@", "near", any())));
    }

    @Test
    void aRecipientThatIsDoneIsNotSeen() {
        QueuedMessage two = message(1, "anna@one.test", "x@far.test", "y@near.test");
        QueuedMessage oneDone =
                with(two, two.recipients().get(0).after(REFUSED, RecipientState.RELAYED));
        assertEquals(
                List.of(), ids(new Queue(oneDone), new QueueFilter("", "x@far.test", "", any())));
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        QueuedMessage[] all =
                IntStream.rangeClosed(1, 1203)
                        .mapToObj(i ->
                                message(i, i % 3 == 0 ? "c@one.test" : "d@one.test", "x@far.test"))
                        .toArray(QueuedMessage[]::new);
        QueueSurvey survey = new QueueSurvey(new Queue(all), 10_000);
        QueueFilter third = new QueueFilter("c@", "", "", any());
        List<String> seen = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            QueueSurvey.Found page = survey.find(third, next.get(), 50);
            assertTrue(page.messages().size() <= 50);
            page.messages().forEach(message -> seen.add(message.id()));
            next = page.next();
        }
        assertEquals(401, seen.size());
        assertEquals(seen.stream().distinct().toList(), seen);
    }

    @Test
    void aCallReadsNoMoreThanIsAllowedAndSaysWhereItGoesOn() {
        Queue queue =
                new Queue(
                        message(1, "a@one.test", "x@far.test"),
                        message(2, "b@one.test", "x@far.test"),
                        message(3, "c@one.test", "x@far.test"));
        QueueSurvey survey = new QueueSurvey(queue, 2);
        QueueFilter last = new QueueFilter("c@", "", "", any());
        QueueSurvey.Found first = survey.find(last, "", 10);
        assertEquals(List.of(), first.messages());
        assertEquals(Optional.of("id-2"), first.next());
        assertEquals(
                List.of("id-3"),
                survey.find(last, "id-2", 10).messages().stream().map(QueuedMessage::id).toList());
        assertFalse(survey.depths().complete());
        assertEquals(2, survey.depths().messages());
    }

    @Test
    void destinationsShowDepthAgeNextAttemptAndLastReply() {
        QueuedMessage old = message(1, "a@one.test", "x@far.test", "y@far.test");
        QueuedMessage tried =
                with(old, old.recipients().get(0).after(REFUSED, RecipientState.WAITING));
        QueuedMessage held = message(2, "b@one.test", "z@far.test", "w@near.test");
        QueuedMessage oneHeld =
                with(
                        held,
                        held.recipients()
                                .get(0)
                                .after(new Attempt(40, "", "", "earlier"), RecipientState.HELD));
        QueueSurvey.Depths depths = new QueueSurvey(new Queue(tried, oneHeld), 100).depths();
        assertTrue(depths.complete());
        assertEquals(
                List.of(
                        new DestinationDepth("far.test", 2, 1, 1, 7, Optional.of(REFUSED)),
                        new DestinationDepth("near.test", 1, 0, 2, 7, Optional.empty())),
                depths.destinations());
    }

    private static Optional<RecipientState> any() {
        return Optional.empty();
    }

    private static List<String> ids(Queue queue, QueueFilter filter) {
        return new QueueSurvey(queue, 100)
                .find(filter, "", 100).messages().stream().map(QueuedMessage::id).toList();
    }

    private static QueuedMessage message(int at, String reversePath, String... recipients) {
        AcceptedMail.Builder mail =
                AcceptedMail.newBuilder()
                        .setId("id-" + at)
                        .setReversePath(reversePath)
                        .setArrival(Arrival.newBuilder().setAt(at));
        for (String recipient : recipients) {
            mail.addRecipients(MailRecipient.newBuilder().setAddress(recipient));
        }
        return QueuedMessage.accepted(mail.build(), 7);
    }

    private static QueuedMessage with(QueuedMessage message, QueuedRecipient changed) {
        List<QueuedRecipient> recipients = new ArrayList<>(message.recipients());
        recipients.set(changed.ordinal(), changed);
        return new QueuedMessage(
                message.mail(),
                message.body(),
                recipients,
                message.destinations(),
                message.pending(),
                message.produced(),
                message.left());
    }

    /** Messages in the order in which they came. */
    private record Queue(List<QueuedMessage> messages) implements QueueLookup {
        Queue(QueuedMessage... messages) {
            this(List.of(messages));
        }

        @Override
        public Map<String, QueuedMessage> documents(Collection<String> ids) {
            return Map.of();
        }

        @Override
        public List<QueuedMessage> open(String after, int limit) {
            return messages.stream()
                    .dropWhile(message -> !after.isEmpty() && !message.id().equals(after))
                    .skip(after.isEmpty() ? 0 : 1)
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<Closed> closedBetween(long from, long to, int limit) {
            return List.of();
        }
    }
}
