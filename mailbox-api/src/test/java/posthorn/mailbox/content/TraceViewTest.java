package posthorn.mailbox.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.content.TraceView.Event;
import posthorn.mailbox.content.TraceView.State;
import posthorn.protocol.explanation.Language;

/** Where a message is, for somebody who sent it or got it. */
class TraceViewTest {

    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");

    private static final List<Event> EVENTS =
            List.of(
                    event("ACCEPTED", -1, "", null, null, "alice-id"),
                    event("DELIVERED", 0, "bob@here.example", "bob-id", null, null),
                    event(
                            "DEFERRED",
                            1,
                            "carol@other.example",
                            "mx.other.example[192.0.2.1]:25",
                            "451 4.7.1 Greylisted",
                            null));

    @Test
    void senderSeesAllOfItInTheirLanguage() {
        TraceView view = view("alice-id", "alice@here.example", Language.GERMAN);
        assertEquals(3, view.events().size());
        assertEquals("Sie wartet: Ein anderer Server nimmt sie noch nicht an.", view.summary());
        assertEquals(
                List.of(State.ACCEPTED, State.DELIVERED, State.WAITING),
                view.events().stream().map(TraceView.Step::state).toList());
        assertTrue(view.events().get(1).text().contains("bob@here.example"));
        assertEquals("451 4.7.1 Greylisted", view.events().get(2).reply());
        assertEquals("<1@here.example>", view.messageId());
    }

    @Test
    void recipientSeesNothingOfTheOthers() {
        TraceView view = view("bob-id", "bob@here.example", Language.ENGLISH);
        assertEquals("It was delivered.", view.summary());
        assertEquals(2, view.events().size());
        assertFalse(view.toString().contains("carol"));
    }

    @Test
    void whoHasNothingToDoWithItSeesNothing() {
        assertTrue(
                TraceView.of("id", EVENTS, "eve-id", "eve@here.example"::equals, Language.ENGLISH)
                        .isEmpty());
        // A reverse-path proves nothing.
        assertTrue(
                TraceView.of(
                                "id",
                                EVENTS,
                                "other-id",
                                "from@here.example"::equals,
                                Language.ENGLISH)
                        .isEmpty());
    }

    private static TraceView view(String account, String address, Language language) {
        return TraceView.of("id", EVENTS, account, address::equals, language).orElseThrow();
    }

    private static Event event(
            String kind,
            int ordinal,
            String recipient,
            @Nullable String host,
            @Nullable String reply,
            @Nullable String account) {
        return new Event(
                "id",
                kind,
                ordinal,
                recipient,
                NOW,
                host,
                reply,
                reply == null ? null : "4.7.1",
                kind.equals("DEFERRED") ? NOW.plusSeconds(60) : null,
                "from@here.example",
                "<1@here.example>",
                account);
    }
}
