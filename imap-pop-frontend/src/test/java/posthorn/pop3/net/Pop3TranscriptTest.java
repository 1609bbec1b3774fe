package posthorn.pop3.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posthorn.pop3.Maildrops;
import posthorn.pop3.net.Pop3Transcript.Step;
import posthorn.runtime.net.Networks;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.TestSignIns;

/**
 * Plays the transcripts without sockets: all that the client says at once, and in chunks of every
 * size.
 */
final class Pop3TranscriptTest {
    private static final int LARGEST_CHUNK = 80;

    @TestFactory
    Stream<DynamicTest> wholeAndInChunksOfEverySize() {
        return Pop3Transcript.all().stream()
                .map(transcript ->
                        DynamicTest.dynamicTest(
                                transcript.name(),
                                () -> {
                                    new Play(transcript, Integer.MAX_VALUE).play();
                                    for (int chunk = 1; chunk <= LARGEST_CHUNK; chunk++) {
                                        new Play(transcript, chunk).play();
                                    }
                                }));
    }

    /** What all connections of a test share. */
    static Pop3Service service(
            Pop3Transcript transcript, MemoryMaildrop store, LockRenewals renewals) {
        AtomicInteger sessions = new AtomicInteger();
        return new Pop3Service(
                "mail.example.test",
                new SignInOffers(TestSignIns.MECHANISMS),
                Networks.parse("test", transcript.plain() ? List.of("0.0.0.0/0") : List.of()),
                3,
                Duration.ofMinutes(1),
                Duration.ofMinutes(3),
                Duration.ofMinutes(10),
                new Maildrops(store, () -> "session-" + sessions.incrementAndGet()),
                renewals,
                new Pop3Meters(new SimpleMeterRegistry()));
    }

    /** One performance. */
    private static final class Play {
        private final Pop3Transcript transcript;
        private final int chunk;
        private final MemoryMaildrop store;
        private final MemoryConnection connection;
        private final ByteArrayOutputStream spoken = new ByteArrayOutputStream();
        private final Deque<String> heard = new ArrayDeque<>();

        Play(Pop3Transcript transcript, int chunk) {
            this.transcript = transcript;
            this.chunk = chunk;
            this.store = new MemoryMaildrop(transcript.messages());
            try (LockRenewals none = new LockRenewals(Duration.ofMinutes(1))) {
                Pop3Service service = service(transcript, store, none);
                this.connection =
                        new MemoryConnection(
                                transcript.tls(), opened -> new Pop3Connection(opened, service));
            }
        }

        void play() {
            for (int at = 0; at < transcript.steps().size(); at++) {
                step(transcript.steps().get(at), chunk + " octets at a time, step " + at + ": ");
            }
            speak();
            assertTrue(heard.isEmpty(), () -> "unexpected: " + heard);
        }

        private void step(Step step, String where) {
            if (step.kind().equals("C:")) {
                spoken.writeBytes((step.text() + "\r\n").getBytes(StandardCharsets.UTF_8));
                return;
            }
            speak();
            switch (step.kind()) {
                case "S:" -> {
                    String said = heard.isEmpty() ? "(nothing)" : heard.removeFirst();
                    assertTrue(
                            Pop3Transcript.matches(step.text(), said),
                            () ->
                                    where
                                            + "expected <"
                                            + step.text()
                                            + "> but heard <"
                                            + said
                                            + ">");
                }
                case "@handshake" -> {
                    assertTrue(connection.isUpgrading());
                    connection.finishHandshake();
                }
                case "@leave" -> connection.leave();
                case "@silent" -> connection.fallSilent();
                case "@closed" -> assertFalse(connection.isOpen(), where);
                default -> inStore(step, store, where);
            }
        }

        private void speak() {
            if (spoken.size() > 0) {
                connection.feed(spoken.toByteArray(), Math.min(chunk, spoken.size()));
                spoken.reset();
            }
            String said = connection.said();
            if (!said.isEmpty()) {
                assertTrue(said.endsWith("\r\n"));
                heard.addAll(Arrays.asList(said.substring(0, said.length() - 2).split("\r\n", -1)));
            }
        }
    }

    /** Directives about what is behind the protocol. */
    static void inStore(Step step, MemoryMaildrop store, String where) {
        switch (step.kind()) {
            case "@left" ->
                    assertEquals(
                            step.text(),
                            String.join(" ", store.uids().stream().map(String::valueOf).toList()),
                            where);
            case "@locked" -> assertEquals(step.text(), store.lock() == null ? "no" : "yes", where);
            case "@lock" -> store.lockFor("somebody else");
            case "@disable" -> store.disable();
            case "@expunge" -> store.expunge(Long.parseLong(step.text()));
            case "@away" -> store.setAway(step.text().equals("yes"));
            default -> throw new IllegalArgumentException(step.kind());
        }
    }
}
