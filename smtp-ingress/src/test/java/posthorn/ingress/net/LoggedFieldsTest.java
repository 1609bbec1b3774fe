package posthorn.ingress.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.RejectReason;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SessionEvent;
import posthorn.protocol.smtp.DsnMessageOptions;
import posthorn.protocol.smtp.DsnRecipientOptions;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.tls.SenderWish;
import posthorn.runtime.log.SignInLog;

/** What a stranger has a hand in cannot begin a line of the log, whatever is in it. */
class LoggedFieldsTest {
    private static final String HOSTILE =
            "x\r\n2026-11-28 INFO forged\u0085\u2028\u2029\u001b[2J\u0000\u202e\u007f"
                    + "y".repeat(5_000);

    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Lines();
    private final SessionEventLog log =
            new SessionEventLog(new SimpleMeterRegistry(), verdict -> {});
    private final Client client =
            new Client(
                    "192.0.2.1",
                    "192.0.2.2",
                    Optional.of(HOSTILE),
                    Optional.of(new Client.Hello(HOSTILE, true)),
                    Optional.of(new Client.User(HOSTILE, HOSTILE, 0)));

    private final class Lines extends Handler {
        @Override
        public void publish(LogRecord logged) {
            lines.add(new PatternFormatter("%s").format(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static List<Logger> loggers() {
        return List.of(Logger.getLogger("posthorn.ingress"), Logger.getLogger(SignInLog.CATEGORY));
    }

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        loggers()
                .forEach(logger -> {
                    logger.setLevel(Level.ALL);
                    logger.addHandler(handler);
                });
    }

    @AfterEach
    void stop() {
        loggers()
                .forEach(logger -> {
                    logger.removeHandler(handler);
                    logger.setLevel(null);
                });
    }

    @Test
    void refusalsAreOneCleanLineEach() {
        for (RejectReason reason : RejectReason.values()) {
            log.record(
                    new SessionEvent.Refused(
                            reason,
                            reason.reply("a detail", "another", "a third", "a fourth"),
                            Optional.of(HOSTILE),
                            Optional.of(HOSTILE)),
                    Role.SUBMISSION,
                    client,
                    false);
        }
        assertTrue(lines.size() >= RejectReason.values().length);
        assertClean();
    }

    @Test
    void failedSignInsNameTheClientBeforeTheLogin() {
        log.record(
                new SessionEvent.Refused(
                        RejectReason.BAD_CREDENTIALS,
                        RejectReason.BAD_CREDENTIALS.reply(),
                        Optional.empty(),
                        Optional.of("eve client=198.51.100.1")),
                Role.SUBMISSION,
                Client.connected("192.0.2.1", "192.0.2.2", Optional.empty()),
                false);
        List<String> signIns =
                lines.stream().filter(line -> line.startsWith("sign-in failed: ")).toList();
        assertEquals(
                List.of(
                        "sign-in failed: protocol=smtp client=192.0.2.1 reason=bad-credentials"
                                + " login=eve client=198.51.100.1"),
                signIns);
    }

    @Test
    void acceptedMessagesAndSignInsAreOneCleanLineEach() {
        log.record(
                new SessionEvent.SignedIn(new Client.User(HOSTILE, HOSTILE, 0), ""),
                Role.SUBMISSION,
                client,
                false);
        log.record(new SessionEvent.Accepted(accepted()), Role.SUBMISSION, client, false);
        assertEquals(2, lines.size());
        assertClean();
    }

    private AcceptedMessage accepted() {
        return new AcceptedMessage(
                "id",
                ReversePath.parse("alice@example.org").orElseThrow(),
                List.of(
                        new AcceptedMessage.Recipient(
                                ForwardPath.parse("bob@example.org").orElseThrow(),
                                Optional.empty(),
                                DsnRecipientOptions.NONE)),
                client,
                Role.SUBMISSION,
                "mx.example.test",
                Instant.EPOCH,
                new AcceptedMessage.Body.Transit("name"),
                1,
                false,
                true,
                Optional.of(HOSTILE),
                Optional.empty(),
                DsnMessageOptions.NONE,
                SenderWish.NONE,
                Optional.empty());
    }

    private void assertClean() {
        for (String line : lines) {
            assertTrue(line.length() < 4_000, () -> "long: " + line.length());
            assertTrue(
                    line.codePoints()
                            .noneMatch(c ->
                                    Character.getType(c) == Character.CONTROL
                                            || Character.getType(c) == Character.FORMAT
                                            || Character.getType(c) == Character.LINE_SEPARATOR
                                            || Character.getType(c)
                                                    == Character.PARAGRAPH_SEPARATOR),
                    line);
        }
    }
}
