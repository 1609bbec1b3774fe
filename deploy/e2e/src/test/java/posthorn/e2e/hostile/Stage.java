package posthorn.e2e.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/**
 * How far a client gets before it is gone.
 *
 * @param use the port it connects to
 * @param tls whether that speaks TLS from the start
 */
record Stage(String name, Use use, boolean tls, Step step) {

    /** What the client does before it goes. Its password is its address. */
    interface Step {
        void before(RawConnection connection, String address) throws IOException;
    }

    private static final String BLOCK = ("x".repeat(62) + "\r\n").repeat(1024);
    private static final int TRANSIT_BLOCKS = 8;
    private static final int FETCHED = 10_000;

    /** Of every protocol, from the connection to the middle of an answer. */
    static final List<Stage> ALL =
            List.of(
                    plain("SMTP, not greeted", Use.SMTP, (c, a) -> {}),
                    plain("SMTP, greeted", Use.SMTP, (c, a) -> c.line()),
                    plain("SMTP, EHLO not answered", Use.SMTP, (c, a) -> c.send("EHLO x.test\r\n")),
                    plain("SMTP, half a command", Use.SMTP, (c, a) -> c.send("EHLO x.te")),
                    plain("SMTP, STARTTLS", Use.SMTP, (c, a) -> says(c, "STARTTLS", "220")),
                    plain("SMTP, half a handshake", Use.SMTP, Stage::halfHandshake),
                    plain("SMTP, MAIL", Use.SMTP, (c, a) -> mail(c, "far@elsewhere.test")),
                    plain("SMTP, RCPT", Use.SMTP, Stage::rcpt),
                    plain("SMTP, DATA", Use.SMTP, (c, a) -> data(c, a, 0)),
                    plain("SMTP, in a small message", Use.SMTP, (c, a) -> data(c, a, 1)),
                    plain("SMTP, in a large one", Use.SMTP, (c, a) -> data(c, a, TRANSIT_BLOCKS)),
                    tls(
                            "submission, AUTH",
                            Use.SUBMISSIONS,
                            (c, a) -> {
                                c.line();
                                says(c, "EHLO x.test", "250");
                                says(c, "AUTH PLAIN", "334");
                            }),
                    tls("submission, signed in", Use.SUBMISSIONS, Stage::submission),
                    tls(
                            "submission, in a large message",
                            Use.SUBMISSIONS,
                            (c, a) -> {
                                submission(c, a);
                                says(c, "MAIL FROM:<" + a + ">", "250");
                                says(c, "RCPT TO:<" + a + ">", "250");
                                says(c, "DATA", "354");
                                c.send("From: <" + a + ">\r\nSubject: x\r\n\r\n");
                                blocks(c, TRANSIT_BLOCKS);
                            }),
                    plain("IMAP, not greeted", Use.IMAP, (c, a) -> {}),
                    tls("IMAP, not greeted", Use.IMAPS, (c, a) -> {}),
                    tls(
                            "IMAP, in a literal of LOGIN",
                            Use.IMAPS,
                            (c, a) -> {
                                c.line();
                                c.send("a LOGIN {" + a.length() + "}\r\n");
                                c.line();
                                c.send(a.substring(2));
                            }),
                    tls(
                            "IMAP, AUTHENTICATE",
                            Use.IMAPS,
                            (c, a) -> {
                                c.line();
                                c.send("a AUTHENTICATE PLAIN\r\n");
                                c.line();
                            }),
                    tls("IMAP, signed in", Use.IMAPS, Stage::imap),
                    tls("IMAP, selected", Use.IMAPS, Stage::selected),
                    tls("IMAP, in a small literal", Use.IMAPS, (c, a) -> append(c, a, 1)),
                    tls("IMAP, in a large literal", Use.IMAPS, (c, a) -> append(c, a, 8)),
                    tls(
                            "IMAP, in a FETCH",
                            Use.IMAPS,
                            (c, a) -> {
                                selected(c, a);
                                c.send("f UID FETCH 1:* (FLAGS BODY.PEEK[])\r\n");
                                c.read(FETCHED);
                            }),
                    tls(
                            "IMAP, FETCH not read",
                            Use.IMAPS,
                            (c, a) -> {
                                selected(c, a);
                                c.send("f UID FETCH 1:* (FLAGS ENVELOPE BODY.PEEK[])\r\n");
                            }),
                    tls(
                            "IMAP, SEARCH",
                            Use.IMAPS,
                            (c, a) -> {
                                selected(c, a);
                                c.send("s SEARCH TEXT nowhere\r\n");
                            }),
                    tls(
                            "IMAP, IDLE",
                            Use.IMAPS,
                            (c, a) -> {
                                selected(c, a);
                                c.send("i IDLE\r\n");
                                c.line();
                            }),
                    plain("POP3, not greeted", Use.POP3, (c, a) -> {}),
                    tls(
                            "POP3, USER",
                            Use.POP3S,
                            (c, a) -> {
                                c.line();
                                says(c, "USER " + a, "+OK");
                            }),
                    tls("POP3, signed in", Use.POP3S, Stage::pop3),
                    tls(
                            "POP3, in a RETR",
                            Use.POP3S,
                            (c, a) -> {
                                pop3(c, a);
                                c.send("RETR 1\r\n");
                                c.read(FETCHED);
                            }),
                    tls(
                            "POP3, RETR not read",
                            Use.POP3S,
                            (c, a) -> {
                                pop3(c, a);
                                c.send("RETR 1\r\n".repeat(4));
                            }));

    private static Stage plain(String name, Use use, Step step) {
        return new Stage(name, use, false, step);
    }

    private static Stage tls(String name, Use use, Step step) {
        return new Stage(name, use, true, step);
    }

    /** Connects, gets so far and is gone. */
    void play(int port, String address, boolean reset) throws IOException {
        RawConnection connection =
                tls ? RawConnection.connectTls(port) : RawConnection.connect(port);
        try {
            step.before(connection, address);
        } finally {
            connection.drop(reset);
        }
    }

    private static void says(RawConnection c, String line, String begin) throws IOException {
        c.send(line + "\r\n");
        String reply = c.line();
        while (reply.length() > 3 && reply.startsWith(begin) && reply.charAt(3) == '-') {
            reply = c.line();
        }
        if (!reply.startsWith(begin)) {
            throw new IOException(line + ": " + reply);
        }
    }

    private static void mail(RawConnection c, String from) throws IOException {
        c.line();
        says(c, "EHLO x.test", "250");
        says(c, "MAIL FROM:<" + from + ">", "250");
    }

    private static void rcpt(RawConnection c, String address) throws IOException {
        mail(c, "far@elsewhere.test");
        says(c, "RCPT TO:<" + address + ">", "250");
    }

    private static void data(RawConnection c, String address, int blocks) throws IOException {
        rcpt(c, address);
        says(c, "DATA", "354");
        c.send("Subject: x\r\n\r\n");
        blocks(c, blocks);
    }

    private static void blocks(RawConnection c, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            c.send(BLOCK);
        }
    }

    /** The first octets of a ClientHello. */
    private static void halfHandshake(RawConnection c, String address) throws IOException {
        c.line();
        says(c, "STARTTLS", "220");
        c.send(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3});
    }

    private static void submission(RawConnection c, String address) throws IOException {
        c.line();
        says(c, "EHLO x.test", "250");
        byte[] login = ("\0" + address + "\0" + address).getBytes(StandardCharsets.UTF_8);
        says(c, "AUTH PLAIN " + Base64.getEncoder().encodeToString(login), "235");
    }

    private static void imap(RawConnection c, String address) throws IOException {
        c.line();
        says(c, "l LOGIN " + address + " " + address, "l OK");
    }

    private static void selected(RawConnection c, String address) throws IOException {
        imap(c, address);
        c.send("s SELECT INBOX\r\n");
        for (String line = c.line(); !line.startsWith("s OK"); line = c.line()) {
            if (line.isEmpty()) {
                throw new IOException("SELECT is not answered");
            }
        }
    }

    private static void append(RawConnection c, String address, int blocks) throws IOException {
        imap(c, address);
        c.send("a APPEND INBOX {" + 10 * BLOCK.length() + "}\r\n");
        c.line();
        blocks(c, blocks);
    }

    /** Another session of the account that was dropped a moment ago may still hold the maildrop. */
    private static void pop3(RawConnection c, String address) throws IOException {
        c.line();
        says(c, "USER " + address, "+OK");
        for (int attempt = 0; attempt < 50; attempt++) {
            c.send("PASS " + address + "\r\n");
            String reply = c.line();
            if (reply.startsWith("+OK")) {
                return;
            }
            if (!reply.startsWith("-ERR [IN-USE]")) {
                throw new IOException(reply);
            }
            says(c, "USER " + address, "+OK");
        }
        throw new IOException("the maildrop stays in use");
    }
}
