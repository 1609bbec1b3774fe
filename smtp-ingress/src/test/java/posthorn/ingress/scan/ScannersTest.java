package posthorn.ingress.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.MessageContent;
import posthorn.ingress.session.Refusal;
import posthorn.ingress.session.RejectReason;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.ScanResult;
import posthorn.ingress.session.ScanResult.Finding;
import posthorn.ingress.session.ScanResult.Outcome;

class ScannersTest {
    private final List<Finding> told = new CopyOnWriteArrayList<>();

    private interface Work {
        Finding scan() throws IOException, InterruptedException;
    }

    private static final Duration WAIT = Duration.ofSeconds(10);

    private record Scripted(String name, long maxSize, Work work) implements Scanner {
        @Override
        public Finding scan(AcceptedMessage message, MessageContent content) throws IOException {
            try {
                return work.scan();
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("given up").initCause(e);
            }
        }
    }

    private static Scanner says(String name, Outcome outcome) {
        return new Scripted(name, 1000, () -> new Finding(name, outcome, "detail", ""));
    }

    private static final Scanner DOWN =
            new Scripted(
                    "down",
                    1000,
                    () -> {
                        throw new IOException("nobody there");
                    });

    private Scanners scanners(ScanPolicy.WhenDown down, Scanner... each) {
        return new Scanners(
                List.of(each),
                new ScanPolicy(WAIT, Duration.ofSeconds(30), 2, down, false),
                (finding, time) -> told.add(finding));
    }

    private static ScanResult scan(Scanners scanners) throws InterruptedException {
        AcceptedMessage message = TestMessage.of("text");
        return scanners.scan(message, TestMessage.content(message));
    }

    @Test
    void theWorstFindingDecides() throws InterruptedException {
        Scanners all =
                scanners(
                        ScanPolicy.WhenDown.DEFER,
                        says("a", Outcome.JUNK),
                        says("b", Outcome.DEFER),
                        says("c", Outcome.SPAM),
                        DOWN,
                        says("d", Outcome.VIRUS));
        assertEquals(
                Optional.of(Refusal.of(RejectReason.VIRUS_FOUND, "detail", "d")),
                scan(all).refusal());
        Scanners spam = scanners(ScanPolicy.WhenDown.DEFER, DOWN, says("c", Outcome.SPAM));
        assertEquals(RejectReason.LOOKS_LIKE_SPAM, scan(spam).refusal().orElseThrow().reason());
        Scanners again =
                scanners(
                        ScanPolicy.WhenDown.ACCEPT,
                        DOWN,
                        says("a", Outcome.JUNK),
                        says("b", Outcome.DEFER));
        assertEquals(RejectReason.CONTENT_DEFERRED, scan(again).refusal().orElseThrow().reason());
    }

    @Test
    void whileAScannerIsDownThePolicyDecides() throws InterruptedException {
        ScanResult deferred =
                scan(scanners(ScanPolicy.WhenDown.DEFER, says("a", Outcome.CLEAN), DOWN));
        assertEquals(Optional.of(Refusal.of(RejectReason.SCANNER_UNAVAILABLE)), deferred.refusal());
        ScanResult taken =
                scan(scanners(ScanPolicy.WhenDown.ACCEPT, says("a", Outcome.JUNK), DOWN));
        assertEquals(Optional.empty(), taken.refusal());
        assertEquals(Optional.of("a: detail"), taken.junk());
        assertEquals("a=junk (detail) down=failed (nobody there)", taken.summary());
        assertTrue(told.contains(new Finding("down", Outcome.FAILED, "nobody there", "")));
    }

    @Test
    void whoeverIsInterruptedWaitsForNoScanner() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Scanner hung =
                new Scripted(
                        "hung",
                        1000,
                        () -> {
                            asked.countDown();
                            never.await();
                            return new Finding("hung", Outcome.CLEAN, "", "");
                        });
        Scanners scanners = scanners(ScanPolicy.WhenDown.DEFER, hung);
        Thread waiting =
                Thread.ofVirtual()
                        .start(() ->
                                assertThrows(InterruptedException.class, () -> scan(scanners)));
        asked.await();
        waiting.interrupt();
        assertTrue(waiting.join(WAIT));
        assertEquals(0, scanners.underWay());
    }

    @Test
    void oneThatTakesTooLongIsGivenUp() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Scanner slow =
                new Scripted(
                        "slow",
                        1000,
                        () -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                            return new Finding("slow", Outcome.CLEAN, "", "");
                        });
        Scanners scanners =
                new Scanners(
                        List.of(slow),
                        new ScanPolicy(
                                WAIT, Duration.ofMillis(50), 2, ScanPolicy.WhenDown.DEFER, false),
                        (finding, time) -> told.add(finding));
        assertEquals(
                RejectReason.SCANNER_UNAVAILABLE, scan(scanners).refusal().orElseThrow().reason());
        interrupted.await();
        assertEquals(0, scanners.underWay());
    }

    @Test
    void noMoreThanAllowedAreUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Scanner waiting =
                new Scripted(
                        "waiting",
                        1000,
                        () -> {
                            begun.countDown();
                            go.await();
                            return new Finding("waiting", Outcome.CLEAN, "", "");
                        });
        Scanners one =
                new Scanners(
                        List.of(waiting),
                        new ScanPolicy(
                                Duration.ofMillis(50),
                                Duration.ofMinutes(1),
                                1,
                                ScanPolicy.WhenDown.ACCEPT,
                                false),
                        (finding, time) -> told.add(finding));
        Thread first =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                scan(one);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        begun.await();
        assertEquals(1, one.underWay());
        assertEquals("waiting=failed (too many messages wait)", scan(one).summary());
        go.countDown();
        first.join();
        assertEquals(0, one.underWay());
    }

    @Test
    void whatIsTooLargeIsNotGivenToAScanner() throws InterruptedException {
        Scanner small =
                new Scripted("small", 10, () -> new Finding("small", Outcome.VIRUS, "", ""));
        ScanResult result = scan(scanners(ScanPolicy.WhenDown.DEFER, small));
        assertEquals("small=skipped (larger than 10 octets)", result.summary());
        assertEquals(Optional.empty(), result.refusal());
    }

    @Test
    void messagesOfUsersAreLeftOutBySetting() {
        Scanners scanners = scanners(ScanPolicy.WhenDown.DEFER, says("a", Outcome.CLEAN));
        assertTrue(scanners.wants(TestMessage.of("text")));
        assertFalse(scanners.wants(TestMessage.of("text", Role.SUBMISSION)));
        assertFalse(scanners(ScanPolicy.WhenDown.DEFER).wants(TestMessage.of("text")));
    }
}
