package posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.MemoryAccount;
import posthorn.frontend.store.MemoryAccounts;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.protocol.signin.SignInAttempt;

/** A client may leave at any moment; whatever its session held is given back. */
final class DroppedClientsTest {
    private static final int CLIENTS = 100;

    /** What a client has said when it leaves, for each stage of the protocol. */
    private static final List<List<String>> STAGES =
            List.of(
                    List.of("a LOG"),
                    List.of("a LOGIN {8}\r\nalice"),
                    List.of("a AUTHENTICATE PLAIN\r\n"),
                    List.of("a LOGIN alice@example.test wrong\r\n"),
                    List.of("a LOGIN alice@example.test secret\r\n"),
                    signedIn("b APPEND INBOX {1000}\r\n", "half a message"),
                    signedIn("b SELECT INBOX\r\n", "c IDLE\r\n"),
                    signedIn("b SELECT INBOX\r\n", "c SELECT INBOX\r\n", "d EXAMINE INBOX\r\n"),
                    signedIn("b SELECT INBOX\r\n", alone(1) + alone(2) + alone(3)),
                    signedIn("b EXAMINE INBOX\r\n", alone(1) + alone(2), "d FETCH 1:* (BO"));

    private final MemoryAccounts accounts = new MemoryAccounts();
    private MemoryAccount alice;

    private static List<String> signedIn(String... more) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("a LOGIN alice@example.test secret\r\n"),
                        java.util.stream.Stream.of(more))
                .toList();
    }

    private static String alone(int number) {
        return "c FETCH " + number + " BODY.PEEK[]\r\n";
    }

    @BeforeEach
    void deliver() {
        alice = accounts.add("alice@example.test", "secret");
        for (int i = 0; i < 20; i++) {
            alice.deliver("INBOX", "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void nothingIsHeldForThousandWhoLeftAtAnyStage() {
        for (List<String> stage : STAGES) {
            for (int i = 0; i < CLIENTS; i++) {
                try (PurePeer client = new PurePeer(accounts, false, 64)) {
                    stage.forEach(words -> client.send(words.getBytes(StandardCharsets.US_ASCII)));
                }
            }
            assertEquals(0, alice.sessions(), () -> "sessions after " + stage);
            assertEquals(0, alice.mailboxesRead(), () -> "mailboxes after " + stage);
            assertEquals(0, alice.readAheadOctets(), () -> "octets after " + stage);
        }
    }

    /** The second group of messages cannot be asked for; the first one is on its way. */
    @Test
    void nothingIsHeldWhenTheStoreGoesAwayInTheMiddleOfFetch() {
        for (int i = 0; i < 150; i++) {
            alice.deliver("INBOX", "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        try (PurePeer client = new PurePeer(accounts.by(this::failingLater), false, 64)) {
            for (String words :
                    signedIn("b EXAMINE INBOX\r\n", "c FETCH 1:* (BODY.PEEK[TEXT] UID)\r\n")) {
                client.send(words.getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals(0, alice.readAheadOctets());
        }
        assertEquals(0, alice.readAheadOctets());
    }

    private AuthenticationResult failingLater(SignInAttempt attempt) {
        AuthenticationResult answer = accounts.signIn(attempt);
        AccountSession session =
                assertInstanceOf(AuthenticationResult.Accepted.class, answer).account();
        AtomicInteger groups = new AtomicInteger();
        return new AuthenticationResult.Accepted(
                (AccountSession)
                        Proxy.newProxyInstance(
                                AccountSession.class.getClassLoader(),
                                new Class<?>[] {AccountSession.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("bodies")
                                            && groups.incrementAndGet() == 2) {
                                        throw new StoreUnavailableException("away");
                                    }
                                    return method.invoke(session, arguments);
                                }),
                Optional.empty());
    }

    @Test
    void messagesAreReadAheadForAClientThatStays() {
        try (PurePeer client = new PurePeer(accounts, false, 64)) {
            for (String words : signedIn("b SELECT INBOX\r\n", alone(1) + alone(2))) {
                client.send(words.getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals(true, alice.readAheadOctets() > 0);
            client.send("d NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals(0, alice.readAheadOctets());
        }
    }
}
