package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** Clients that stay, err and ask for as long as they are let. */
class GuessingAttackTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();

    /** Nobody else comes from here: what is counted of it is found nowhere else. */
    private static final String PROBER = "127.0.0.4";

    private static final String NEIGHBOUR = "127.0.0.5";
    private static final int CONNECTIONS = 60;
    private static final int PROBES = 10;

    /** The limit; its window of time is longer than any test. */
    private static final int MOST_ANSWERED = 200;

    @Test
    void unknownRecipientsAreCountedOverAllConnections() throws Exception {
        String user = SYSTEM.account();
        int[] answered = {0};
        SYSTEM.under(innocent -> {
            int connections = 0;
            int before = -1;
            while (answered[0] > before && connections++ < CONNECTIONS) {
                before = answered[0];
                answered[0] += probe(PROBES, connections);
            }
            assertEquals("421", rcpt(PROBER, user));
            assertEquals("250", rcpt(NEIGHBOUR, user));
            innocent.awaitRounds(1);
        });
        assertTrue(answered[0] <= MOST_ANSWERED, () -> answered[0] + " addresses could be tried");
    }

    /** How many were answered. */
    private static int probe(int count, int connection) throws IOException {
        int answered = 0;
        try (RawConnection c = RawConnection.connect(SYSTEM.port(Use.SMTP), PROBER, 0)) {
            c.line();
            AttackedSystem.ask(c, "EHLO x.test", "250 ");
            AttackedSystem.ask(c, "MAIL FROM:<far@elsewhere.test>", "250 ");
            for (int i = 0; i < count; i++) {
                c.send("RCPT TO:<u" + connection + "." + i + "@example.test>\r\n");
                if (!c.line().startsWith("550")) {
                    return answered;
                }
                answered++;
            }
        }
        return answered;
    }

    private static String rcpt(String from, String to) throws IOException {
        try (RawConnection c = RawConnection.connect(SYSTEM.port(Use.SMTP), from, 0)) {
            c.line();
            AttackedSystem.ask(c, "EHLO x.test", "250 ");
            AttackedSystem.ask(c, "MAIL FROM:<far@elsewhere.test>", "250 ");
            c.send("RCPT TO:<" + to + ">\r\n");
            return c.line().substring(0, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Use.class,
            names = {"SMTP", "SUBMISSION", "IMAP", "POP3"})
    void errorsAreBounded(Use use) throws Exception {
        SYSTEM.under(innocent -> {
            try (RawConnection c =
                    RawConnection.connect(SYSTEM.port(use), AttackedSystem.ATTACKER, 0)) {
                c.send("a nonsense\r\n".repeat(1_000));
                long lines = c.readAll().lines().count();
                assertTrue(lines < 100, () -> lines + " lines");
            }
            innocent.awaitRounds(1);
        });
    }

    @Test
    void nobodyStaysWithoutSigningIn() throws Exception {
        SYSTEM.under(innocent -> {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> ends = new ArrayList<>();
                for (Use use : List.of(Use.SMTP, Use.SUBMISSION, Use.IMAP, Use.POP3)) {
                    ends.add(
                            threads.submit(() -> {
                                untilThrownOut(use);
                                return null;
                            }));
                }
                for (Future<?> end : ends) {
                    end.get();
                }
            }
            innocent.awaitRounds(1);
        });
    }

    /** An octet now and then: no silence is ever long. Fails when it may go on for a minute. */
    private static void untilThrownOut(Use use) throws Exception {
        try (RawConnection c =
                RawConnection.connect(SYSTEM.port(use), AttackedSystem.ATTACKER, 0)) {
            c.line();
            for (int i = 0; i < 60; i++) {
                c.send("x");
                if (c.answersWithin(1_000)) {
                    return;
                }
            }
        }
        throw new AssertionError(use + " waits for a sign-in for ever");
    }

    @Test
    void sessionsOfAnAccountAreBounded() throws Exception {
        String user = SYSTEM.account();
        SYSTEM.under(innocent -> {
            List<RawConnection> open = new ArrayList<>();
            try {
                for (int i = 0; i < AttackedSystem.SESSIONS; i++) {
                    open.add(SYSTEM.imap(user));
                }
                RawConnection more = RawConnection.connectTls(SYSTEM.port(Use.IMAPS));
                open.add(more);
                more.line();
                more.send("l LOGIN " + user + " " + user + "\r\n");
                assertTrue(more.line().matches("l NO \\[LIMIT] \\w.+\r\n"));
                RawConnection pop3 = RawConnection.connectTls(SYSTEM.port(Use.POP3S));
                open.add(pop3);
                pop3.line();
                AttackedSystem.ask(pop3, "USER " + user, "+OK");
                pop3.send("PASS " + user + "\r\n");
                assertTrue(pop3.line().startsWith("-ERR [SYS/TEMP] too many"));
                innocent.awaitRounds(1);
            } finally {
                for (RawConnection each : open) {
                    each.close();
                }
            }
        });
    }
}
