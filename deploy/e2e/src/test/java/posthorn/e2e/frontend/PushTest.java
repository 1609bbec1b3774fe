package posthorn.e2e.frontend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/**
 * What a client that idles hears without asking (RFC 2177): it says nothing between IDLE and what
 * it hears. Where there are several pods, it sits at another one than whoever causes the news.
 */
@ParameterizedClass
@EnumSource(Site.Kind.class)
class PushTest {

    private static final int ROUNDS = 21;

    private final Site site;
    private final Site.Kind kind;

    PushTest(Site.Kind kind) {
        this.kind = kind;
        this.site = kind.site();
    }

    @Test
    void newMailIsToldToWhoeverIdles() throws Exception {
        MailUser alice = site.newPerson("alice");
        List<Long> millis = new ArrayList<>();
        try (RawConnection idling = selected(alice, site.system().pods() - 1);
                SmtpConnection smtp = SmtpConnection.of(alice)) {
            idle(idling);
            for (int round = 1; round <= ROUNDS; round++) {
                String letter = "From: <" + alice.address() + ">\r\nSubject: push\r\n\r\nhi\r\n";
                smtp.send(alice.address(), alice.address(), letter, "250 2.0.0 ");
                long answered = System.nanoTime();
                until(idling, "* " + round + " EXISTS");
                millis.add(since(answered));
            }
        }
        tell("from the 250 to EXISTS in IDLE", millis);
    }

    @Test
    void flagsAreToldToWhoeverIdles() throws Exception {
        MailUser alice = site.newPerson("alice");
        alice.send(List.of(alice.address()), TestMessages.plain(alice.address(), "flagged"));
        alice.awaitInbox(1);
        List<Long> millis = new ArrayList<>();
        try (RawConnection idling = selected(alice, site.system().pods() - 1);
                RawConnection other = selected(alice, 0)) {
            idle(idling);
            for (int round = 1; round <= ROUNDS; round++) {
                boolean on = round % 2 == 1;
                other.send("s STORE 1 " + (on ? "+" : "-") + "FLAGS (\\Flagged)\r\n");
                until(other, "s OK");
                long answered = System.nanoTime();
                String told = until(idling, "* 1 FETCH");
                assertTrue(told.contains("\\Flagged") == on, told);
                millis.add(since(answered));
            }
            other.send("d STORE 1 +FLAGS (\\Deleted)\r\ne EXPUNGE\r\n");
            until(idling, "* 1 EXPUNGE");
        }
        tell("from the OK of STORE to FETCH in IDLE", millis);
    }

    private RawConnection selected(MailUser person, int pod) throws IOException {
        RawConnection imap = RawConnection.connectTls(site.port(Use.IMAPS, pod));
        until(imap, "* OK");
        imap.send("l LOGIN " + person.address() + " \"" + person.password() + "\"\r\n");
        until(imap, "l OK");
        imap.send("s SELECT INBOX\r\n");
        until(imap, "s OK");
        return imap;
    }

    private static void idle(RawConnection imap) throws IOException {
        imap.send("i IDLE\r\n");
        until(imap, "+ ");
    }

    private static String until(RawConnection imap, String begin) throws IOException {
        while (true) {
            String line = imap.line();
            if (line.startsWith(begin)) {
                return line;
            }
            assertTrue(line.startsWith("* "), () -> begin + " expected, not " + line);
        }
    }

    private static long since(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }

    /** No time is asserted: the machine may be busy with something else. */
    private void tell(String what, List<Long> millis) {
        Collections.sort(millis);
        System.out.printf(
                "%s: %s, median %d ms of %s%n", kind, what, millis.get(ROUNDS / 2), millis);
    }
}
