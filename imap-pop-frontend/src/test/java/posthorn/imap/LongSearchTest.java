package posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.MemoryAccount;
import posthorn.frontend.store.MemoryAccounts;
import posthorn.imap.grammar.ResponseWriter.ClientGoneException;

/** A search with many keys in many messages, all of which the index answers. */
final class LongSearchTest {
    private static final int MESSAGES = 6_000;
    private static final String SEARCH = "c SEARCH" + " ALL".repeat(19) + "\r\n";

    private final MemoryAccounts accounts = new MemoryAccounts();

    @BeforeEach
    void deliver() {
        MemoryAccount alice = accounts.add("alice@example.test", "secret");
        byte[] message = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MESSAGES; i++) {
            alice.deliver("INBOX", message);
        }
    }

    private PurePeer selected() {
        PurePeer peer = new PurePeer(accounts, false, 1_000);
        say(peer, "a LOGIN alice@example.test secret\r\n");
        say(peer, "b EXAMINE INBOX\r\n");
        return peer;
    }

    private static void say(PurePeer peer, String text) {
        peer.send(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void itLetsOthersWork() {
        try (PurePeer peer = selected()) {
            assertEquals(0, peer.waysMade());
            say(peer, SEARCH);
            assertTrue(peer.waysMade() > 0);
            String last = "";
            while (peer.hasMore()) {
                last = peer.line();
            }
            assertEquals("c OK Searched", last);
        }
    }

    @Test
    void itEndsWhenItsClientLeaves() {
        try (PurePeer peer = selected()) {
            peer.leaveAt(1);
            assertThrows(ClientGoneException.class, () -> say(peer, SEARCH));
            assertEquals(1, peer.waysMade());
        }
    }
}
