package posthorn.e2e.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Assertions;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem.Use;

/** SMTP by hand: a line and its reply. Strings are octets (ISO 8859-1). */
public final class SmtpConnection implements AutoCloseable {

    private final RawConnection wire;

    private SmtpConnection(RawConnection wire) {
        this.wire = wire;
    }

    /** The greeting and EHLO are said. */
    public static SmtpConnection plain(int port) throws IOException {
        return begun(RawConnection.connect(port));
    }

    /** TLS from the start; the greeting and EHLO are said. */
    public static SmtpConnection tls(int port) throws IOException {
        return begun(RawConnection.connectTls(port));
    }

    /** Signed in at the submission port with TLS from the start. */
    public static SmtpConnection of(MailUser person) throws IOException {
        SmtpConnection dialogue = tls(person.site().port(Use.SUBMISSIONS));
        dialogue.signIn(person, "235 2.7.0 ");
        return dialogue;
    }

    private static SmtpConnection begun(RawConnection wire) throws IOException {
        SmtpConnection dialogue = new SmtpConnection(wire);
        dialogue.expect("220 ");
        dialogue.ask("EHLO client.test", "250 ");
        return dialogue;
    }

    /** STARTTLS, and EHLO again. */
    public void startTls() throws IOException {
        ask("STARTTLS", "220 2.0.0 ");
        wire.startTls();
        ask("EHLO client.test", "250 ");
    }

    /** AUTH PLAIN; fails unless the reply begins so. */
    public void signIn(MailUser person, String reply) throws IOException {
        String login = "\0" + person.address() + "\0" + person.password();
        byte[] octets = login.getBytes(StandardCharsets.UTF_8);
        ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(octets), reply);
    }

    /** Says a line; the last line of the reply, without CRLF. */
    public String ask(String line) throws IOException {
        wire.send(line + "\r\n");
        return reply();
    }

    /** Says a line and fails unless the reply begins so; the reply. */
    public String ask(String line, String reply) throws IOException {
        wire.send(line + "\r\n");
        return expect(reply);
    }

    /** Fails unless the next reply begins so. */
    public String expect(String begin) throws IOException {
        String reply = reply();
        Assertions.assertTrue(reply.startsWith(begin), () -> begin + " expected, not " + reply);
        return reply;
    }

    /** The last line of the next reply, without CRLF. */
    public String reply() throws IOException {
        String line = wire.line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = wire.line();
        }
        return line.stripTrailing();
    }

    /**
     * MAIL, RCPT, DATA and the message, whose dots are not stuffed; fails unless the reply to the
     * last dot begins so.
     */
    public String send(String from, String to, String message, String reply) throws IOException {
        ask("MAIL FROM:<" + from + ">", "250 2.1.0 ");
        ask("RCPT TO:<" + to + ">", "250 2.1.5 ");
        ask("DATA", "354 ");
        wire.send(message + ".\r\n");
        return expect(reply);
    }

    /** Nothing but these octets. */
    public void say(String octets) throws IOException {
        wire.send(octets);
    }

    /** What else the server says until it closes. */
    public String rest() throws IOException {
        return wire.readAll();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
