package posthorn.mailbox.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.explanation.Explanation;
import posthorn.protocol.explanation.FailureCatalogue;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.explanation.ReportedFailure;

/**
 * Where a message is, in words, for somebody who sent it or got it.
 *
 * @param id of the message
 * @param messageId its Message-ID field; empty: it has none
 * @param time when it was accepted here; null, and not in the answer: not known
 * @param from who sent it, by its envelope; empty: it is a notification
 * @param summary one sentence: the worst of what became of it
 * @param events what happened, in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TraceView(
        String id,
        String messageId,
        @Nullable Instant time,
        String from,
        String summary,
        List<Step> events) {

    /**
     * Something that happened.
     *
     * @param recipient to whom; empty: to the message as a whole
     * @param state what it comes to
     * @param text in the reader's language
     * @param advice what to do about it; empty: nothing
     * @param reply what another server said; empty: nothing
     * @param nextAttempt when it is tried again; null, and not in the answer: it is not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            Instant time,
            String recipient,
            State state,
            String text,
            String advice,
            String reply,
            @Nullable Instant nextAttempt) {}

    /** What a message comes to for a recipient, the better ones first. */
    public enum State {
        /** It was taken by this server. */
        @JsonProperty("accepted")
        ACCEPTED,
        /** It is in a mailbox here. */
        @JsonProperty("delivered")
        DELIVERED,
        /** Another server has taken it. */
        @JsonProperty("relayed")
        RELAYED,
        /** It waits for another attempt. */
        @JsonProperty("waiting")
        WAITING,
        /** An administrator has to look at it. */
        @JsonProperty("held")
        HELD,
        /** It was dropped by a rule or an administrator. */
        @JsonProperty("discarded")
        DISCARDED,
        /** It went back to its sender. */
        @JsonProperty("returned")
        RETURNED
    }

    /**
     * An event as the trace has it; what does not apply is empty.
     *
     * @param kind name of {@code posthorn.protocol.wire.EventKind}
     * @param ordinal of the recipient; -1: the message as a whole
     * @param account that sent it, where it signed in
     */
    public record Event(
            @Nullable String messageId,
            @Nullable String kind,
            int ordinal,
            @Nullable String recipient,
            @Nullable Instant at,
            @Nullable String host,
            @Nullable String reply,
            @Nullable String status,
            @Nullable Instant nextAttempt,
            @Nullable String reversePath,
            @Nullable String headerMessageId,
            @Nullable String account) {

        private boolean is(String wanted) {
            return wanted.equals(kind);
        }

        private static String text(@Nullable String given) {
            return given == null ? "" : given;
        }
    }

    public TraceView {
        events = List.copyOf(events);
    }

    /** What is said of a message of which nothing is known, or not any more. */
    public static String nothingKnown(Language language) {
        return new TraceWords(language).nothingKnown();
    }

    /**
     * What somebody may know of a message: all of it when they sent it, what became of it for them
     * when they are a recipient.
     *
     * @param id that was asked for
     * @param events of one message
     * @param account of whoever asks
     * @param own whether an address is theirs
     * @return empty: they have nothing to do with it
     */
    public static Optional<TraceView> of(
            String id,
            List<Event> events,
            String account,
            Predicate<String> own,
            Language language) {
        boolean sender = events.stream().anyMatch(event -> account.equals(event.account()));
        Set<Integer> ordinals = new HashSet<>();
        for (Event event : events) {
            boolean toThem =
                    event.ordinal() >= 0
                            && (own.test(Event.text(event.recipient()))
                                    || (event.is("DELIVERED") && account.equals(event.host())));
            if (toThem) {
                ordinals.add(event.ordinal());
            }
        }
        if (!sender && ordinals.isEmpty()) {
            return Optional.empty();
        }
        List<Event> shown =
                events.stream()
                        .filter(event ->
                                sender || event.ordinal() < 0 || ordinals.contains(event.ordinal()))
                        .toList();
        return Optional.of(view(id, shown, language));
    }

    private static TraceView view(String id, List<Event> events, Language language) {
        TraceWords words = new TraceWords(language);
        List<Step> steps = new ArrayList<>();
        Map<Integer, State> states = new LinkedHashMap<>();
        Instant accepted = null;
        String from = "";
        String messageId = "";
        for (Event event : events) {
            from = from.isEmpty() ? Event.text(event.reversePath()) : from;
            messageId = messageId.isEmpty() ? Event.text(event.headerMessageId()) : messageId;
            accepted = event.is("ACCEPTED") && accepted == null ? event.at() : accepted;
            State state = state(Event.text(event.kind()), states.get(event.ordinal()));
            if (state == null || event.at() == null) {
                continue;
            }
            if (event.ordinal() >= 0) {
                states.put(event.ordinal(), state);
            }
            steps.add(step(event, state, words));
        }
        State worst = State.ACCEPTED;
        for (State state : states.values()) {
            worst = state.compareTo(worst) > 0 ? state : worst;
        }
        return new TraceView(id, messageId, accepted, from, words.summary(worst), steps);
    }

    /** Null: the event says nothing to people. */
    private static @Nullable State state(String kind, @Nullable State before) {
        return switch (kind) {
            case "ACCEPTED" -> State.ACCEPTED;
            case "DELIVERED" -> State.DELIVERED;
            case "RELAYED" -> State.RELAYED;
            case "DEFERRED" -> State.WAITING;
            case "HELD" -> State.HELD;
            case "DISCARDED" -> State.DISCARDED;
            case "BOUNCED" -> State.RETURNED;
            case "MAYBE_TWICE" -> Objects.requireNonNullElse(before, State.WAITING);
            default -> null;
        };
    }

    private static Step step(Event event, State state, TraceWords words) {
        String recipient = Event.text(event.recipient());
        boolean twice = event.is("MAYBE_TWICE");
        boolean failed =
                !twice
                        && switch (state) {
                            case WAITING, DISCARDED, RETURNED -> true;
                            case ACCEPTED, DELIVERED, RELAYED, HELD -> false;
                        };
        String from = Event.text(event.reversePath());
        Explanation why =
                failed
                        ? FailureCatalogue.standard()
                                .explain(
                                        new ReportedFailure(
                                                Event.text(event.status()),
                                                Event.text(event.host()),
                                                Event.text(event.reply())),
                                        words.language(),
                                        from.substring(from.lastIndexOf('@') + 1))
                        : new Explanation("", "", "", "");
        String text =
                twice ? words.maybeTwice(recipient) : words.step(state, recipient, event.host());
        return new Step(
                Objects.requireNonNull(event.at()),
                recipient,
                state,
                why.what().isEmpty() ? text : text + " " + why.what(),
                why.next(),
                state == State.ACCEPTED || state == State.DELIVERED
                        ? ""
                        : Event.text(event.reply()),
                event.nextAttempt());
    }
}
