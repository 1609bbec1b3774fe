package posthorn.delivery.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.delivery.queue.Attempt;
import posthorn.delivery.queue.Destination;
import posthorn.delivery.queue.DestinationDepth;
import posthorn.delivery.queue.QueueSurvey;
import posthorn.delivery.queue.QueuedMessage;
import posthorn.delivery.queue.QueuedRecipient;
import posthorn.protocol.explanation.Explanation;
import posthorn.protocol.explanation.FailureCatalogue;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.explanation.ReportedFailure;
import posthorn.protocol.wire.DeliveryEvent;
import posthorn.runtime.http.Timestamp;

/** Queue and trace as JSON shows them; a time that is null is not shown, and there is none. */
final class QueueResponses {

    private QueueResponses() {}

    /**
     * The language of explanations.
     *
     * @param asked in the notation of Accept-Language; null: English
     */
    static Language language(@Nullable String asked) {
        return Language.preferred(asked == null ? "" : asked).orElse(Language.ENGLISH);
    }

    /**
     * What is left to do, by destination.
     *
     * @param messages how many were counted
     * @param complete whether these are all that there are
     */
    record Destinations(List<DestinationEntry> items, int messages, boolean complete) {
        static Destinations of(QueueSurvey.Depths depths) {
            return new Destinations(
                    depths.destinations().stream().map(DestinationEntry::of).toList(),
                    depths.messages(),
                    depths.complete());
        }
    }

    /** Recipients that wait or are held for one destination. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DestinationEntry(
            String destination,
            long waiting,
            long held,
            @Nullable String oldest,
            @Nullable String next,
            String lastHost,
            String lastReply,
            @Nullable String lastAt) {

        static DestinationEntry of(DestinationDepth depth) {
            return new DestinationEntry(
                    depth.key(),
                    depth.waiting(),
                    depth.held(),
                    Timestamp.ofMillis(depth.oldest()),
                    Timestamp.ofMillis(depth.next() == Destination.NEVER ? 0 : depth.next()),
                    depth.last().map(Attempt::host).orElse(""),
                    depth.last().map(Attempt::reply).orElse(""),
                    Timestamp.ofMillis(depth.last().map(Attempt::at).orElse(0L)));
        }
    }

    /** One message. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            String id,
            String reversePath,
            @Nullable String created,
            long size,
            List<RecipientEntry> recipients) {

        static Message of(QueuedMessage message, Language language) {
            return new Message(
                    message.id(),
                    message.mail().getReversePath(),
                    Timestamp.ofMillis(message.created()),
                    message.mail().getSize(),
                    message.recipients().stream()
                            .map(r -> RecipientEntry.of(message, r, language))
                            .toList());
        }
    }

    /**
     * What a failure means: the name of its reason, what happened, what to do about it; all empty
     * where nothing failed.
     */
    record Meaning(String reason, String explanation, String advice) {

        private static final Meaning NONE = new Meaning("", "", "");

        static Meaning of(
                String status, String host, String text, String reversePath, Language language) {
            String domain = reversePath.substring(reversePath.lastIndexOf('@') + 1);
            Explanation made =
                    FailureCatalogue.standard()
                            .explain(new ReportedFailure(status, host, text), language, domain);
            return new Meaning(
                    made.reason(),
                    made.what(),
                    made.admin().isEmpty() ? made.next() : made.admin());
        }
    }

    /** One recipient; {@code maybeTwice} counts how often it may have got the message again. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RecipientEntry(
            int ordinal,
            String address,
            String state,
            int attempts,
            @Nullable String nextAttempt,
            String lastReply,
            String lastHost,
            String destination,
            int maybeTwice,
            String reason,
            String explanation,
            String advice) {

        static RecipientEntry of(
                QueuedMessage message, QueuedRecipient recipient, Language language) {
            Meaning meaning = meaning(message, recipient, language);
            Destination destination = message.destinations().get(recipient.destination());
            boolean known = recipient.ordinal() < message.mail().getRecipientsCount();
            boolean planned = recipient.open() && destination.next() != Destination.NEVER;
            boolean tried = !recipient.tried().isEmpty();
            return new RecipientEntry(
                    recipient.ordinal(),
                    known ? message.mail().getRecipients(recipient.ordinal()).getAddress() : "",
                    recipient.state().name(),
                    recipient.attempts(),
                    Timestamp.ofMillis(planned ? destination.next() : 0),
                    tried ? recipient.tried().getLast().reply() : "",
                    tried ? recipient.tried().getLast().host() : "",
                    destination.key(),
                    destination.maybeTwice(),
                    meaning.reason(),
                    meaning.explanation(),
                    meaning.advice());
        }

        private static Meaning meaning(
                QueuedMessage message, QueuedRecipient recipient, Language language) {
            boolean failed =
                    switch (recipient.state()) {
                        case WAITING, BOUNCED, DISCARDED -> !recipient.tried().isEmpty();
                        case STORED, RELAYED, HELD -> false;
                    };
            if (!failed) {
                return Meaning.NONE;
            }
            Attempt last = recipient.tried().getLast();
            return Meaning.of(
                    last.status(),
                    last.host(),
                    last.reply(),
                    message.mail().getReversePath(),
                    language);
        }
    }

    /** The answer to a trace. */
    record Trace(String id, List<Event> events) {}

    /** One event. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            String messageId,
            String kind,
            int ordinal,
            String recipient,
            @Nullable String at,
            String host,
            String reply,
            String status,
            @Nullable String nextAttempt,
            String reversePath,
            long size,
            String headerMessageId,
            int recipientCount,
            long latency,
            String account,
            String reason,
            String explanation,
            String advice) {

        static Event of(DeliveryEvent event, Language language) {
            Meaning meaning = meaning(event, language);
            return new Event(
                    event.getMessageId(),
                    event.getKind().name(),
                    event.getOrdinal(),
                    event.getRecipient(),
                    Timestamp.ofMillis(event.getAt()),
                    event.getHost(),
                    event.getReply(),
                    event.getStatus(),
                    Timestamp.ofMillis(event.getNextAttempt()),
                    event.getReversePath(),
                    event.getSize(),
                    event.getHeaderMessageId(),
                    event.getRecipientCount(),
                    event.getLatency(),
                    event.getAccount(),
                    meaning.reason(),
                    meaning.explanation(),
                    meaning.advice());
        }

        private static Meaning meaning(DeliveryEvent event, Language language) {
            return switch (event.getKind()) {
                case DEFERRED, BOUNCED, DISCARDED ->
                        Meaning.of(
                                event.getStatus(),
                                event.getHost(),
                                event.getReply(),
                                event.getReversePath(),
                                language);
                case EVENT_UNSPECIFIED,
                        ACCEPTED,
                        DELIVERED,
                        RELAYED,
                        HELD,
                        MAYBE_TWICE,
                        REFUSED,
                        UNRECOGNIZED ->
                        Meaning.NONE;
            };
        }
    }
}
