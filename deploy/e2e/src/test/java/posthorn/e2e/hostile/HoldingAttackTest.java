package posthorn.e2e.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Clients that make the server hold something for them. */
class HoldingAttackTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();
    private static final int ROUNDS = 10;
    private static final String LINE = "x".repeat(62) + "\r\n";

    /** Each command costs a few octets and is answered by many. */
    @ParameterizedTest
    @EnumSource(
            value = Use.class,
            names = {"SMTP", "IMAP", "POP3"})
    void repliesThatNobodyReads(Use use) throws Exception {
        String command =
                switch (use) {
                    case IMAP -> "a CAPABILITY\r\n";
                    case POP3 -> "CAPA\r\n";
                    default -> "EHLO x\r\n";
                };
        byte[] commands = TestMessages.octets(command.repeat(4096));
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers
                        .connect(
                                400,
                                SYSTEM.port(use),
                                AttackedSystem.ATTACKER,
                                2048,
                                (c, n) -> c.send(commands))
                        .connect(
                                400,
                                SYSTEM.port(use),
                                AttackedSystem.OTHER_ATTACKER,
                                2048,
                                (c, n) -> c.send(commands));
                innocent.awaitRounds(ROUNDS);
            }
        });
    }

    @Test
    void recipientsWithoutEnd() throws Exception {
        String postmaster = "postmaster@example.test";
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers.connect(
                        4,
                        SYSTEM.port(Use.SMTP),
                        AttackedSystem.ATTACKER,
                        0,
                        (c, n) -> {
                            c.send("EHLO x.test\r\nMAIL FROM:<far@elsewhere.test>\r\n");
                            for (int i = 0; i < 50_000; i++) {
                                c.send("RCPT TO:<" + spelling(postmaster, i) + ">\r\n");
                                c.line();
                            }
                        });
                innocent.awaitRounds(2 * ROUNDS);
            }
        });
    }

    @Test
    void slowSenders() throws Exception {
        String victim = SYSTEM.account();
        String blocks = LINE.repeat(273 * 1024 / LINE.length());
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers.connect(
                        40,
                        SYSTEM.port(Use.SMTP),
                        AttackedSystem.ATTACKER,
                        0,
                        (c, n) -> {
                            AttackedSystem.data(c, victim);
                            c.send(blocks);
                            trickle(c);
                        });
                innocent.awaitRounds(2 * ROUNDS);
            }
        });
    }

    @Test
    void largeAppendsThatDoNotCome() throws Exception {
        String user = SYSTEM.account();
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers.connect(
                        8,
                        SYSTEM.port(Use.IMAP),
                        AttackedSystem.ATTACKER,
                        0,
                        (c, n) -> {
                            AttackedSystem.signIn(c, user);
                            c.send("a APPEND INBOX {50000000}\r\n");
                            c.line();
                            c.send("Su");
                            trickle(c);
                        });
                innocent.awaitRounds(2 * ROUNDS);
            }
        });
    }

    @Test
    void failedSignInsWithLongNames() throws Exception {
        long before = SYSTEM.process().figures().liveHeap();
        String login = "x".repeat(12_000);
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers.connect(
                        300,
                        SYSTEM.port(Use.IMAP),
                        AttackedSystem.ATTACKER,
                        0,
                        (c, n) -> {
                            c.line();
                            c.startTls("s STARTTLS\r\n");
                            c.send("l LOGIN {12000+}\r\n" + login + " wrong\r\n");
                            c.line();
                        });
                innocent.awaitRounds(ROUNDS);
            }
        });
        long more = SYSTEM.process().figures().liveHeap() - before;
        assertTrue(more < 16L << 20, () -> more + " octets more are kept");
        int longest = SYSTEM.log().stream().mapToInt(String::length).max().orElse(0);
        assertTrue(longest < 2_000, () -> "a line of the log has " + longest + " characters");
    }

    @Test
    void messagesThatAreHeldInTheMiddle() throws Exception {
        String victim = SYSTEM.account();
        String blocks = LINE.repeat(250 * 1024 / LINE.length());
        Attackers.Attack hold =
                (c, n) -> {
                    AttackedSystem.data(c, victim);
                    c.send(blocks);
                    c.readAll();
                };
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                int port = SYSTEM.port(Use.SMTP);
                attackers
                        .connect(300, port, AttackedSystem.ATTACKER, 0, hold)
                        .connect(300, port, AttackedSystem.OTHER_ATTACKER, 0, hold);
                innocent.awaitRounds(2 * ROUNDS);
            }
        });
    }

    /** The same address, with other letters in upper case each time, and another tag. */
    private static String spelling(String address, int number) {
        StringBuilder text = new StringBuilder(address);
        for (int bit = 0; bit < 10; bit++) {
            if ((number >> bit & 1) != 0) {
                text.setCharAt(bit, Character.toUpperCase(text.charAt(bit)));
            }
        }
        return text.insert(10, "+" + "t".repeat(20) + number).toString();
    }

    /** An octet now and then. */
    private static void trickle(RawConnection c) throws IOException {
        try {
            while (true) {
                // The attack is to be slow: no event is waited for.
                Thread.sleep(200);
                c.send("x");
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
