package posthorn.e2e.sink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.client.RawConnection;

class SinkServerTest {
    private static final String ENVELOPE =
            "EHLO c.test\r\nMAIL FROM:<a@c.test>\r\nRCPT TO:<b@sink.test>\r\nDATA\r\n";

    @TempDir private Path folder;
    private final List<SinkServer> started = new ArrayList<>();

    private SinkServer start(SinkOptions options) throws IOException {
        SinkServer server = SinkServer.start(options, folder, "127.0.0.1", 0);
        started.add(server);
        return server;
    }

    @AfterEach
    void stop() throws IOException {
        for (SinkServer server : started) {
            server.close();
        }
    }

    @Test
    void keepsTheOctetsOfAMessageAsTheyCame() throws IOException {
        SinkServer server = start(SinkOptions.modern());
        String content = "A: b\r\n\r\n..dot\r\n.\nbare\r\r\n\u00ff\0\r\n";
        try (RawConnection wire = RawConnection.connect(server.port())) {
            wire.send(ENVELOPE);
            wire.send(
                    content.replace("..dot", "...dot").replace("\r\n.\n", "\r\n..\n")
                            + ".\r\nQUIT\r\n");
            assertTrue(wire.readAll().contains("221 "));
        }
        SinkMessage message = server.messages().getFirst();
        assertArrayEquals(content.getBytes(StandardCharsets.ISO_8859_1), message.content());
        assertEquals(content.length(), message.size());
        assertEquals("a@c.test", message.reversePath());
        assertEquals(List.of("b@sink.test"), message.forwardPaths());
        assertEquals("", message.tls());
        assertEquals(List.of(), server.violations());
    }

    @Test
    void anEmptyMessageIsOne() throws IOException {
        SinkServer server = start(SinkOptions.modern());
        try (RawConnection wire = RawConnection.connect(server.port())) {
            wire.send(ENVELOPE + ".\r\nQUIT\r\n");
            wire.readAll();
        }
        assertEquals(0, server.messages().getFirst().size());
    }

    @Test
    void rulesRefuseWhatTheyNameAsOftenAsTheySay() throws IOException {
        SinkServer server = start(SinkOptions.modern());
        SinkAction busy = SinkAction.reply(450, "4.2.1 busy");
        server.rule(SinkRule.at(SinkPhase.RCPT, busy).forPath("B@sink.test").times(1));
        try (RawConnection wire = RawConnection.connect(server.port())) {
            String rcpt = "RCPT TO:<b@sink.test>\r\n";
            wire.send(
                    "EHLO c.test\r\nMAIL FROM:<>\r\n"
                            + rcpt
                            + rcpt
                            + "RCPT TO:<c@sink.test>\r\nQUIT\r\n");
            String replies = wire.readAll();
            assertTrue(
                    replies.contains("450 4.2.1 busy\r\n250 2.1.5 ok\r\n250 2.1.5 ok\r\n221 "),
                    replies);
        }
        assertEquals(List.of(), server.violations());
    }

    @Test
    void connectionsEndWhereARuleSaysSo() throws IOException {
        SinkServer server = start(SinkOptions.modern());
        server.rule(SinkRule.at(SinkPhase.CONTENT, new SinkAction.Drop()).times(1));
        server.rule(SinkRule.at(SinkPhase.DOT, new SinkAction.KeepAndDrop()).times(1));
        server.rule(SinkRule.at(SinkPhase.DOT, new SinkAction.Drop()).times(1));
        int[] kept = {0, 1, 1, 2};
        for (int expected : kept) {
            try (RawConnection wire = RawConnection.connect(server.port())) {
                wire.send(ENVELOPE + "A: b\r\n.\r\nQUIT\r\n");
                boolean agreed = wire.readAll().contains("250 2.0.0 taken");
                assertEquals(expected == 2, agreed);
            }
            assertEquals(expected, server.messages().size());
        }
        assertEquals(4, server.connections());
    }

    @Test
    void aStallingServerSaysNothingUntilTheClientLeaves() throws IOException {
        SinkServer server = start(SinkOptions.modern());
        server.rule(SinkRule.at(SinkPhase.CONNECT, new SinkAction.Stall()));
        try (RawConnection wire = RawConnection.connect(server.port())) {
            wire.send(ENVELOPE);
            assertFalse(wire.answersWithin(200));
        }
    }

    @Test
    void aStockClientDeliversOverStartTls() throws Exception {
        SinkServer server = start(SinkOptions.modern());
        byte[] message = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        AngusSmtp.startTls("127.0.0.1", server.port())
                .send("a@c.test", List.of("b@sink.test"), message);
        SinkMessage found = server.messages().getFirst();
        assertEquals("TLSv1.3", found.tls());
        assertArrayEquals(message, found.content());
        assertEquals(List.of(), server.violations());
    }

    @Test
    void aStockClientDeliversOverImplicitTls() throws Exception {
        SinkServer server =
                start(new SinkOptions("sink.test", SinkOptions.modern().keywords(), true));
        byte[] message = "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        AngusSmtp.implicitTls("127.0.0.1", server.port())
                .send("a@c.test", List.of("b@sink.test"), message);
        assertArrayEquals(message, server.messages().getFirst().content());
    }

    @Test
    void whatWasNotOfferedIsAViolation() throws IOException {
        SinkServer server =
                start(
                        SinkOptions.modern()
                                .without("8BITMIME")
                                .without("SMTPUTF8")
                                .without("SIZE")
                                .without("STARTTLS"));
        try (RawConnection wire = RawConnection.connect(server.port())) {
            wire.send("EHLO c.test\r\nSTARTTLS\r\n");
            wire.send("MAIL FROM:<a@c.test> BODY=8BITMIME SIZE=1 SMTPUTF8\r\n");
            wire.send("RCPT TO:<b@sink.test>\r\nDATA\r\n\u00e4\r\n.\r\nQUIT\r\n");
            String replies = wire.readAll();
            assertFalse(replies.contains("8BITMIME") || replies.contains("SIZE"), replies);
        }
        assertEquals(5, server.violations().size(), server.violations().toString());
    }
}
