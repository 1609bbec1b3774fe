package posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.MemoryAccount;
import posthorn.frontend.store.MemoryAccounts;
import posthorn.protocol.signin.SignInAttempt;

/** What FETCH asks of the store, and that it answers the same whatever it asks. */
final class ReadsOfFetchTest {

    private static final String FIELDS = "BODY.PEEK[HEADER.FIELDS (Subject From)]";

    private static final List<String> ODD_MESSAGES =
            List.of(
                    "Subject: x\r\n\r\ntext\r\n",
                    "Subject: x\n\ntext\n",
                    "Subject: only a header\r\n",
                    "Subject: x\r\n folded\r\nFrom: a@b.test\r\n\r\n",
                    "\r\nonly a text\r\n",
                    "no field\r\nSubject: x\r\n\r\ny",
                    "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\na\r\n--b--\r\n",
                    "Subject: x\r\n\r\n" + "large\r\n".repeat(2000));

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryAccount alice = accounts.add("alice@example.test", "secret");
    private final Map<String, Integer> calls = new TreeMap<>();

    @Test
    void severalItemsOfSmallMessagesComeFromOneReadAndNothingElse() {
        for (int i = 0; i < 20; i++) {
            deliver("Subject: x\r\nFrom: a@b.test\r\n\r\ntext\r\n");
        }
        fetch("1:* (UID FLAGS BODY.PEEK[TEXT] BODY.PEEK[HEADER] " + FIELDS + ")");
        assertEquals(Map.of("bodies", 1), calls);
    }

    @Test
    void factsAreAskedForWhereTheyAreNeeded() {
        deliver("Subject: x\r\n\r\ntext\r\n");
        deliver("Subject: x\r\n\r\ntext\r\n");
        fetch("1:* (" + FIELDS + " BODYSTRUCTURE)");
        assertEquals(Map.of("facts", 1, "bodies", 1), calls);
    }

    @Test
    void answerIsTheSameWithFactsAndWithout() {
        ODD_MESSAGES.forEach(this::deliver);
        String items = "BODY.PEEK[HEADER] BODY.PEEK[TEXT] " + FIELDS + " BODY.PEEK[TEXT]<1.3>";
        for (int n = 1; n <= ODD_MESSAGES.size(); n++) {
            String without = fetch(n + " (" + items + ")");
            String with = fetch(n + " (" + items + " BODY)");
            assertTrue(without.contains("BODY[HEADER]"), without);
            String common = without.substring(0, without.lastIndexOf(")\n"));
            assertEquals(common + " BODY (", with.substring(0, common.length() + 7));
        }
    }

    private void deliver(String message) {
        alice.deliver("INBOX", message.getBytes(StandardCharsets.US_ASCII));
    }

    /** The lines up to the tagged one, of a client that has selected the mailbox. */
    private String fetch(String what) {
        try (PurePeer client = new PurePeer(accounts.by(this::counting), false, 64)) {
            send(client, "a LOGIN alice@example.test secret\r\n");
            send(client, "b EXAMINE INBOX\r\n");
            lines(client, "b ");
            calls.clear();
            send(client, "c FETCH " + what + "\r\n");
            return lines(client, "c ");
        }
    }

    private static void send(PurePeer client, String words) {
        client.send(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static String lines(PurePeer client, String tag) {
        StringBuilder lines = new StringBuilder();
        while (client.hasMore()) {
            String line = client.line();
            if (line.startsWith(tag)) {
                assertTrue(line.startsWith(tag + "OK"), line);
                break;
            }
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    private AuthenticationResult counting(SignInAttempt attempt) {
        AuthenticationResult answer = accounts.signIn(attempt);
        AccountSession session =
                assertInstanceOf(AuthenticationResult.Accepted.class, answer).account();
        return new AuthenticationResult.Accepted(
                (AccountSession)
                        Proxy.newProxyInstance(
                                AccountSession.class.getClassLoader(),
                                new Class<?>[] {AccountSession.class},
                                (proxy, method, arguments) -> {
                                    if (List.of("facts", "bodies", "body")
                                            .contains(method.getName())) {
                                        calls.merge(method.getName(), 1, Integer::sum);
                                    }
                                    return method.invoke(session, arguments);
                                }),
                Optional.empty());
    }
}
