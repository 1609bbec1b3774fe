package posthorn.e2e.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;

/**
 * Sessions of one account that are open and silent: IMAP and submission at every pod, and POP3, of
 * which there is one, at the last.
 */
public final class OpenSessions implements AutoCloseable {

    private record Session(String name, RawConnection connection) {}

    private final List<Session> sessions = new ArrayList<>();

    private OpenSessions() {}

    /** Signs in everywhere. */
    public static OpenSessions of(MailSystem system, String address, String password)
            throws IOException {
        OpenSessions open = new OpenSessions();
        for (int pod = 0; pod < system.pods(); pod++) {
            open.imap(pod, system.port(Use.IMAPS, pod), address, password);
            open.submission(pod, system.port(Use.SUBMISSIONS, pod), address, password);
        }
        int last = system.pods() - 1;
        open.pop3(last, system.port(Use.POP3S, last), address, password);
        return open;
    }

    private RawConnection add(String name, int port) throws IOException {
        RawConnection connection = RawConnection.connectTls(port);
        sessions.add(new Session(name, connection));
        connection.line();
        return connection;
    }

    private static void ask(RawConnection c, String line, String answer) throws IOException {
        c.send(line + "\r\n");
        String said = c.line();
        while (!said.startsWith(answer)) {
            Assertions.assertFalse(said.isEmpty(), () -> line + " is not answered " + answer);
            said = c.line();
        }
    }

    private void imap(int pod, int port, String address, String password) throws IOException {
        RawConnection c = add("IMAP at pod " + pod, port);
        ask(c, "l LOGIN " + address + " \"" + password + "\"", "l OK");
        ask(c, "s SELECT INBOX", "s OK");
        ask(c, "i IDLE", "+");
    }

    private void submission(int pod, int port, String address, String password) throws IOException {
        RawConnection c = add("submission at pod " + pod, port);
        ask(c, "EHLO client.test", "250 ");
        byte[] login = ("\0" + address + "\0" + password).getBytes(StandardCharsets.UTF_8);
        ask(c, "AUTH PLAIN " + Base64.getEncoder().encodeToString(login), "235");
    }

    private void pop3(int pod, int port, String address, String password) throws IOException {
        RawConnection c = add("POP3 at pod " + pod, port);
        ask(c, "USER " + address, "+OK");
        ask(c, "PASS " + password, "+OK");
    }

    /** Waits, half a minute for each, until the server has ended all of them with a word. */
    public void awaitEnd() throws IOException {
        for (Session session : sessions) {
            String said;
            try {
                said = session.connection().readAll();
            } catch (IOException e) {
                throw new AssertionError(session.name() + " goes on", e);
            }
            String last = said.lines().reduce("", (before, line) -> line);
            Assertions.assertTrue(
                    last.matches("(\\* BYE|421|-ERR) .+"), () -> session.name() + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        for (Session session : sessions) {
            session.connection().close();
        }
    }
}
