package posthorn.ingress.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryDirectory;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;
import posthorn.protocol.smtp.ForwardPath;

/** What every {@link Directory} has to answer. */
abstract class DirectoryContract {
    private static final String ALICE = "account-alice@example.test";

    private static final Client.User ALICE_NOW = new Client.User(ALICE, "alice@example.test", 0);

    /** Who is there. */
    final MemoryDirectory accounts =
            new MemoryDirectory()
                    .with("alice@example.test", "wonderland")
                    .with("frieda@b\u00fccher.test", "k\u00e4se");

    /** The one that is tried. */
    abstract Directory directory();

    @Test
    void addressesResolve() throws IOException {
        assertEquals(local(ALICE), resolve("Alice+x@EXAMPLE.test"));
        assertEquals(local(ALICE), resolve("alice@example.test"));
        assertEquals(
                local("account-frieda@xn--bcher-kva.test"), resolve("frieda@b\u00fccher.test"));
        assertEquals(local("account-postmaster"), resolve("Postmaster"));
        assertEquals(new Directory.Resolution.UnknownUser(), resolve("nobody@example.test"));
        assertEquals(new Directory.Resolution.Remote(), resolve("dave@elsewhere.example"));
    }

    @Test
    void roomOfAMailboxIsTold() throws IOException {
        accounts.full("alice@example.test", 0);
        assertEquals(
                new Directory.Resolution.Local(ALICE, OptionalLong.of(0)),
                resolve("alice@example.test"));
    }

    private static Directory.Resolution.Local local(String account) {
        return new Directory.Resolution.Local(account, OptionalLong.empty());
    }

    @Test
    void rightPasswordSignsIn() throws IOException {
        assertEquals(
                new Directory.AuthenticationResult.Granted(ALICE_NOW),
                directory().signIn("ALICE@example.test", "wonderland", "192.0.2.1"));
        assertEquals(
                new Directory.AuthenticationResult.BadCredentials(),
                directory().signIn("alice@example.test", "Wonderland", "192.0.2.1"));
        assertEquals(
                new Directory.AuthenticationResult.BadCredentials(),
                directory().signIn("no address", "x", "192.0.2.1"));
        accounts.disable("alice@example.test");
        assertEquals(
                new Directory.AuthenticationResult.Disabled(),
                directory().signIn("alice@example.test", "wonderland", "192.0.2.1"));
    }

    @Test
    void onlyOwnAddressesMaySend() throws IOException {
        assertEquals(new Directory.SendRights(true, true), rights("alice+tag@example.test"));
        assertEquals(new Directory.SendRights(true, true), rights());
        assertEquals(
                new Directory.SendRights(true, false),
                rights("alice@example.test", "bob@example.test"));
        assertEquals(new Directory.SendRights(true, false), rights("no address"));
        accounts.disable("alice@example.test");
        assertEquals(new Directory.SendRights(false, false), rights("alice@example.test"));
    }

    @Test
    void whoSignedInBeforeThePasswordChangedMaySendNothing() throws IOException {
        accounts.changePassword("alice@example.test", "another");
        assertEquals(new Directory.SendRights(false, false), rights("alice@example.test"));
        Directory.AuthenticationResult again =
                directory().signIn("alice@example.test", "another", "192.0.2.1");
        Client.User alice =
                assertInstanceOf(Directory.AuthenticationResult.Granted.class, again).user();
        assertEquals(new Directory.SendRights(true, true), directory().maySendAs(alice, List.of()));
    }

    @Test
    void domainsOfOursAreKnown() throws IOException {
        for (int i = 0; i < 2; i++) {
            assertTrue(directory().isOurs("example.test"));
            assertTrue(directory().isOurs("xn--bcher-kva.test"));
            assertFalse(directory().isOurs("elsewhere.example"));
        }
    }

    @Test
    void nobodyToAskIsAnError() {
        accounts.down(true);
        assertThrows(IOException.class, () -> resolve("alice@example.test"));
        assertThrows(IOException.class, () -> directory().signIn("a@b.test", "x", "192.0.2.1"));
        assertThrows(IOException.class, () -> rights("alice@example.test"));
        assertThrows(IOException.class, () -> directory().isOurs("example.test"));
    }

    private Directory.Resolution resolve(String address) throws IOException {
        return directory().resolve(ForwardPath.parse(address).orElseThrow());
    }

    private Directory.SendRights rights(String... addresses) throws IOException {
        return directory().maySendAs(ALICE_NOW, List.of(addresses));
    }
}
