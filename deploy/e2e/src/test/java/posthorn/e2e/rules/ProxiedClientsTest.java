package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Clients behind a load balancer that names them, on ports of SMTP, IMAP and POP3. */
class ProxiedClientsTest {
    private static final String CLIENT = "198.51.100.77";

    private final Site site = Site.standalone();

    @Test
    void theClientThatIsNamedDecides() throws Exception {
        MailUser alice = site.newPerson("alice");
        site.zones()
                .txt("proxied.test", "v=spf1 ip4:" + CLIENT + " -all")
                .txt("_dmarc.proxied.test", "v=DMARC1; p=reject");
        try (RawConnection wire = fromBalancer(Use.SMTP)) {
            wire.send("PROXY TCP4 " + CLIENT + " 203.0.113.9 4711 25\r\n");
            deliver(wire, alice, "250 ");
        }
        String arrived = TestMessages.text(alice.awaitInbox(1).getFirst().octets());
        assertTrue(arrived.contains("from balanced.test ([" + CLIENT + "])"), arrived);
        assertTrue(arrived.contains("spf=pass ("), arrived);
        assertTrue(arrived.endsWith("\r\n\r\n.\r\nHello"), arrived);
        try (RawConnection wire = RawConnection.connect(site.port(Use.SMTP), Site.PROXY, 0)) {
            wire.send("EHLO proxy.test\r\n");
            expect(wire, "220 ");
            expect(wire, "250 ");
            wire.send("XCLIENT ADDR=" + CLIENT + "\r\n");
            deliver(wire, alice, "250 ");
        }
        assertEquals(2, alice.awaitInbox(2).size());
    }

    @Test
    void nobodyElseCanNameAClient() throws Exception {
        MailUser alice = site.newPerson("alice");
        try (RawConnection wire = fromBalancer(Use.SMTP)) {
            wire.send("EHLO balanced.test\r\n");
            assertTrue(wire.readAll().startsWith("421 4.7.0 This port is reached through"));
        }
        site.zones()
                .txt("unproxied.test", "v=spf1 ip4:" + CLIENT + " -all")
                .txt("_dmarc.unproxied.test", "v=DMARC1; p=reject");
        try (RawConnection wire = RawConnection.connect(site.port(Use.SMTP))) {
            expect(wire, "220 ");
            wire.send("PROXY TCP4 " + CLIENT + " 203.0.113.9 4711 25\r\n");
            expect(wire, "500 ");
            wire.send("XCLIENT ADDR=" + CLIENT + "\r\n");
            expect(wire, "550 5.7.0 ");
            wire.send("EHLO balanced.test\r\nMAIL FROM:<a@unproxied.test>\r\n");
            wire.send("RCPT TO:<" + alice.address() + ">\r\nDATA\r\n");
            expect(wire, "250 ");
            expect(wire, "250 ");
            expect(wire, "250 ");
            expect(wire, "354 ");
            wire.send(TestMessages.header("a@unproxied.test", "x") + "\r\n.\r\n");
            expect(wire, "550 5.7.26 ");
        }
    }

    @Test
    void imapAndPop3AreReachedBehindAHeader() throws Exception {
        MailUser alice = site.newPerson("alice");
        try (RawConnection wire = fromBalancer(Use.IMAPS)) {
            wire.send(version2(CLIENT, "203.0.113.9"));
            wire.startTls();
            assertTrue(wire.line().startsWith("* OK "));
            wire.send("a LOGIN \"" + alice.address() + "\" \"" + alice.password() + "\"\r\n");
            String line = wire.line();
            while (line.startsWith("* ")) {
                line = wire.line();
            }
            assertTrue(line.startsWith("a OK "), line);
        }
        try (RawConnection wire = fromBalancer(Use.POP3)) {
            wire.send("PROXY TCP6 2001:db8::7 2001:db8::110 4711 110\r\n");
            assertTrue(wire.line().startsWith("+OK "));
            wire.startTls("STLS\r\n");
            wire.send("AUTH PLAIN " + plain(alice) + "\r\n");
            assertTrue(wire.line().startsWith("+OK "));
        }
        try (RawConnection wire = fromBalancer(Use.POP3)) {
            assertTrue(wire.line().startsWith("+OK "), "a program without a header is greeted");
        }
    }

    /** MAIL, RCPT and two chunks. */
    private static void deliver(RawConnection wire, MailUser to, String reply) throws IOException {
        expect(wire, "220 ");
        wire.send("EHLO balanced.test\r\nMAIL FROM:<a@proxied.test> ENVID=x+20y\r\n");
        wire.send("RCPT TO:<" + to.address() + "> NOTIFY=FAILURE\r\n");
        String header = TestMessages.header("a@proxied.test", "by a proxy") + "\r\n";
        wire.send("BDAT " + header.length() + "\r\n" + header + "BDAT 8 LAST\r\n.\r\nHello");
        for (int i = 0; i < 4; i++) {
            expect(wire, "250 ");
        }
        expect(wire, reply);
    }

    private RawConnection fromBalancer(Use use) throws IOException {
        return RawConnection.connect(site.port(use), Site.BALANCER, 0);
    }

    private static void expect(RawConnection wire, String begin) throws IOException {
        String line = wire.line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = wire.line();
        }
        String reply = line;
        assertTrue(reply.startsWith(begin), () -> begin + " expected, not " + reply);
    }

    private static byte[] version2(String source, String destination) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
        header.writeBytes(new byte[] {0x21, 0x11, 0, 12});
        header.writeBytes(InetAddress.ofLiteral(source).getAddress());
        header.writeBytes(InetAddress.ofLiteral(destination).getAddress());
        header.writeBytes(new byte[] {0x12, 0x67, 0x03, (byte) 0xe1});
        return header.toByteArray();
    }

    private static String plain(MailUser person) {
        String login = "\0" + person.address() + "\0" + person.password();
        return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
