package posthorn.e2e.hostile;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Clients that make the server work for them. */
class WorkAttackTest {

    private static final AttackedSystem SYSTEM = AttackedSystem.get();
    private static final int ROUNDS = 10;

    @Test
    void headersThatAreHardToRead() throws Exception {
        String victim = SYSTEM.account();
        String addresses = "To: " + "a@b.test,\r\n ".repeat(20_000) + "c@d.test\r\n";
        String comments = "To: " + folded("(", 120_000) + folded(")", 120_000) + " a@b.test\r\n";
        String quotes = "To: \"" + folded("\\\"", 120_000) + "\" <a@b.test>\r\n";
        String words = "Subject: " + "=?utf-8?q?a?=\r\n ".repeat(15_000) + "\r\n";
        String parameters = "Content-Type: text/plain" + ";\r\n a=b".repeat(25_000) + "\r\n";
        String boundary = "-".repeat(60);
        String embedded =
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type:"
                        + " message/rfc822\r\n\r\nTo: "
                        + "a@b.test,\r\n ".repeat(43_000)
                        + "\r\n\r\ntext\r\n--b--\r\n";
        String delimiters =
                "Content-Type: multipart/mixed; boundary=\""
                        + boundary
                        + "\"\r\n\r\n"
                        + ("--" + boundary + "\r\n").repeat(4_000);
        List<String> letters =
                List.of(addresses, comments, quotes, words, parameters, embedded, delimiters);
        SYSTEM.under(innocent -> {
            for (String letter : letters) {
                byte[] message =
                        TestMessages.octets("From: x@y.test\r\n" + letter + "\r\ntext\r\n");
                SYSTEM.deliver(victim, message);
            }
            innocent.awaitRounds(2 * ROUNDS);
        });
    }

    @Test
    void aSearchThatIsHard() throws Exception {
        String user = SYSTEM.account();
        byte[] message =
                TestMessages.octets("Subject: a\r\n\r\n" + ("a".repeat(900) + "\r\n").repeat(2300));
        SYSTEM.deliver(user, message);
        String term = "a".repeat(100_000) + "b";
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers.connect(
                        4,
                        SYSTEM.port(Use.IMAP),
                        AttackedSystem.ATTACKER,
                        0,
                        (c, n) -> {
                            AttackedSystem.signIn(c, user);
                            c.send("s SELECT INBOX\r\nq SEARCH TEXT {" + term.length() + "+}\r\n");
                            c.send(term + "\r\n");
                            c.readAll();
                        });
                innocent.awaitRounds(2 * ROUNDS);
            }
        });
    }

    @Test
    void patternsThatMatchInManyWays() throws Exception {
        String user = SYSTEM.account();
        String pattern = "*".repeat(50_000) + "a%*".repeat(1_000) + "z";
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers.connect(
                        4,
                        SYSTEM.port(Use.IMAP),
                        AttackedSystem.ATTACKER,
                        0,
                        (c, n) -> {
                            AttackedSystem.signIn(c, user);
                            c.send(
                                    "a LIST \"\" {"
                                            + pattern.length()
                                            + "+}\r\n"
                                            + pattern
                                            + "\r\n");
                            c.readAll();
                        });
                innocent.awaitRounds(2 * ROUNDS);
            }
        });
    }

    @Test
    void guessesDoNotKeepOthersOut() throws Exception {
        List<String> users =
                List.of(
                        SYSTEM.account(),
                        SYSTEM.account(),
                        SYSTEM.account(),
                        SYSTEM.account(),
                        SYSTEM.account());
        SYSTEM.under(innocent -> {
            try (Attackers attackers = new Attackers()) {
                attackers.connect(
                        90,
                        SYSTEM.port(Use.IMAP),
                        AttackedSystem.ATTACKER,
                        0,
                        (c, n) -> {
                            c.line();
                            c.startTls("s STARTTLS\r\n");
                            for (int i = 0; i < 20; i++) {
                                c.send("l LOGIN g" + n + "." + i + "@example.test guess\r\n");
                                c.line();
                            }
                        });
                for (String user : users) {
                    try (RawConnection c = RawConnection.connect(SYSTEM.port(Use.IMAP))) {
                        AttackedSystem.signIn(c, user);
                    }
                }
                innocent.awaitRounds(ROUNDS);
            }
        });
    }

    /** So many times the same, in lines that a server takes. */
    private static String folded(String part, int count) {
        return (part.repeat(400) + "\r\n ").repeat(count / 400);
    }
}
