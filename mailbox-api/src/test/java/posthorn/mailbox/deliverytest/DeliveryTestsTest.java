package posthorn.mailbox.deliverytest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.mailbox.deliverytest.DeliveryTest.Outcome;
import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTest.Reason;
import posthorn.mailbox.deliverytest.DeliveryTest.Step;
import posthorn.mailbox.deliverytest.DeliveryTests.Beginning;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.memory.MemoryDeliveryTests;
import posthorn.protocol.explanation.Language;

/** How a test goes on, on threads and with a clock of this test's own. */
class DeliveryTestsTest {

    private static final AddressEntry.Account ALICE =
            new AddressEntry.Account(
                    "alice@example.test",
                    "example.test",
                    "account-1",
                    AccountStatus.ACTIVE,
                    1,
                    true,
                    "",
                    0);
    private static final Set<Part> ALL = EnumSet.allOf(Part.class);

    private final MemoryDeliveryTests store = new MemoryDeliveryTests();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Deque<Reason> answers = new ArrayDeque<>();
    private Instant now = Instant.ofEpochSecond(1_800_000_000);
    private int ids;

    private final RoundTrip trip =
            new RoundTrip() {
                @Override
                public Result send(AddressEntry.Account account, TestMessage message) {
                    done.add("send " + message.subject());
                    return answer(Reason.SENT);
                }

                @Override
                public Result read(AddressEntry.Account account, Part part, String word) {
                    done.add(part + " " + word);
                    return answer(Reason.READ);
                }

                private Result answer(Reason otherwise) {
                    now = now.plusSeconds(1);
                    Reason reason = answers.isEmpty() ? otherwise : answers.removeFirst();
                    return new Result(reason, reason == Reason.REFUSED ? "550 no" : "");
                }
            };
    private final DeliveryTests tests = pod(1);

    private DeliveryTests pod(int atOnce) {
        return new DeliveryTests(
                store,
                trip,
                new DeliveryTests.Limits(atOnce, Duration.ofSeconds(3)),
                () -> now,
                () -> "test" + ++ids,
                waiting::add);
    }

    private Beginning begin(DeliveryTests pod, Set<Part> offered) {
        return pod.begin(ALICE, offered, Language.ENGLISH).await().indefinitely();
    }

    private List<Outcome> outcomes(String id) {
        return tests.find("account-1", id)
                .await()
                .indefinitely()
                .map(test -> test.steps().stream().map(Step::outcome).toList())
                .orElse(List.of());
    }

    @Test
    void aMessageIsSentAndReadByBoth() {
        assertInstanceOf(Beginning.Begun.class, begin(tests, ALL));
        assertEquals(List.of(Outcome.WAITING, Outcome.WAITING, Outcome.WAITING), outcomes("test1"));
        waiting.remove().run();
        assertEquals(List.of("send Your mail works: test test1", "IMAP test1", "POP3 test1"), done);
        assertEquals(List.of(Outcome.DONE, Outcome.DONE, Outcome.DONE), outcomes("test1"));
        assertEquals(List.of(), outcomes("test2"));
    }

    @Test
    void whatIsNotOfferedIsSkippedAndWhatIsNotSentIsNotLookedFor() {
        begin(tests, EnumSet.of(Part.SEND, Part.POP3));
        answers.add(Reason.REFUSED);
        waiting.remove().run();
        assertEquals(1, done.size());
        assertEquals(List.of(Outcome.FAILED, Outcome.SKIPPED, Outcome.SKIPPED), outcomes("test1"));
    }

    @Test
    void aMessageIsWaitedForAndNotForEver() {
        begin(tests, EnumSet.of(Part.SEND, Part.IMAP));
        answers.addAll(List.of(Reason.SENT, Reason.NOT_THERE, Reason.NOT_THERE, Reason.READ));
        waiting.remove().run();
        assertEquals(List.of(Outcome.DONE, Outcome.DONE, Outcome.SKIPPED), outcomes("test1"));
        begin(tests, EnumSet.of(Part.SEND, Part.IMAP));
        answers.add(Reason.SENT);
        for (int i = 0; i < 4; i++) {
            answers.add(Reason.NOT_THERE);
        }
        waiting.remove().run();
        assertEquals(List.of(Outcome.DONE, Outcome.FAILED, Outcome.SKIPPED), outcomes("test2"));
    }

    @Test
    void anAccountHasOneAtATimeOnWhateverPod() {
        DeliveryTests other = pod(1);
        begin(tests, ALL);
        assertInstanceOf(Beginning.Running.class, begin(other, ALL));
        waiting.remove().run();
        assertInstanceOf(Beginning.Begun.class, begin(other, ALL));
        assertEquals(List.of(), outcomes("test1"));
    }

    @Test
    void aPodRunsAsManyAsItMay() {
        begin(tests, ALL);
        assertInstanceOf(Beginning.Busy.class, begin(tests, ALL));
        waiting.remove().run();
        assertInstanceOf(Beginning.Begun.class, begin(tests, ALL));
    }

    @Test
    void whatADeadPodLeftIsGivenUpAndAnotherOneMayBegin() {
        begin(tests, ALL);
        now = now.plus(Duration.ofMinutes(5));
        assertEquals(List.of(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED), outcomes("test1"));
        assertInstanceOf(Beginning.Begun.class, begin(pod(1), ALL));
        waiting.remove().run();
        assertEquals(List.of(), done);
        waiting.remove().run();
        assertEquals(3, done.size());
        assertEquals(List.of(Outcome.DONE, Outcome.DONE, Outcome.DONE), outcomes("test2"));
    }

    @ParameterizedTest
    @EnumSource
    void everyOutcomeHasWordsAndWhatFailedHasAdvice(Language language) {
        TestWords words = TestWords.in(language);
        for (Part part : Part.values()) {
            for (Reason reason : Reason.values()) {
                boolean good = reason == Reason.SENT || reason == Reason.READ;
                Step step =
                        new Step(part, good ? Outcome.DONE : Outcome.FAILED, reason, "550 <no>");
                boolean possible =
                        reason != Reason.NONE
                                && (reason != Reason.READ || part != Part.SEND)
                                && (reason != Reason.SENT || part == Part.SEND);
                if (possible) {
                    assertFalse(words.what(step).isEmpty(), step.toString());
                    assertEquals(!good, words.what(step).endsWith("(550 <no>)"), step.toString());
                    assertEquals(
                            !good && reason != Reason.EARLIER_STEP,
                            words.advice(step).isPresent(),
                            step.toString());
                }
            }
        }
        assertTrue(words.message("w0rd").subject().endsWith(" w0rd"));
    }
}
