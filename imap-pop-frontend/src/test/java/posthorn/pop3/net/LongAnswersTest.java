package posthorn.pop3.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.pop3.Maildrops;
import posthorn.runtime.net.Networks;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.signin.TestSignIns;

/** What takes time for each message of a maildrop is not done on an event loop. */
final class LongAnswersTest {

    @Test
    void listingsAndTheRemovalAreDoneWhereOneMayWait() {
        MemoryMaildrop store =
                new MemoryMaildrop(
                        List.of("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        try (LockRenewals renewals = new LockRenewals(Duration.ofMinutes(1))) {
            MemoryConnection connection = connection(store, renewals);
            say(connection, "USER " + MemoryMaildrop.LOGIN);
            say(connection, "PASS " + MemoryMaildrop.PASSWORD);
            for (String quick : List.of("STAT", "LIST 1", "UIDL 1", "DELE 1", "RSET", "NOOP")) {
                int before = connection.awaited();
                assertTrue(say(connection, quick).startsWith("+OK"), quick);
                assertEquals(before, connection.awaited(), quick);
            }
            for (String slow : List.of("LIST", "UIDL", "RETR 1", "QUIT")) {
                int before = connection.awaited();
                assertTrue(say(connection, slow).startsWith("+OK"), slow);
                assertEquals(before + 1, connection.awaited(), slow);
            }
        }
    }

    private static MemoryConnection connection(MemoryMaildrop store, LockRenewals renewals) {
        Pop3Service service =
                new Pop3Service(
                        "mail.example.test",
                        new SignInOffers(TestSignIns.MECHANISMS),
                        Networks.parse("test", List.of()),
                        3,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(10),
                        new Maildrops(store, () -> "session"),
                        renewals,
                        new Pop3Meters(new SimpleMeterRegistry()));
        return new MemoryConnection(true, opened -> new Pop3Connection(opened, service));
    }

    private static String say(MemoryConnection connection, String line) {
        connection.said();
        connection.feed((line + "\r\n").getBytes(StandardCharsets.US_ASCII), 100);
        return connection.said();
    }
}
