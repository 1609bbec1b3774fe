package posthorn.ingress.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posthorn.ingress.memory.MemoryDirectory;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;
import posthorn.runtime.signin.TestSignIns;

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
    void whereMailGoesIsTold() throws IOException {
        List<Directory.Resolution> all =
                List.of(
                        new Directory.Resolution.Expanded(
                                List.of(
                                        MemoryDirectory.target("alice@example.test", "", ""),
                                        MemoryDirectory.target(
                                                "x@far.test", "s@example.test", "g@example.test")),
                                true),
                        new Directory.Resolution.SenderNotAllowed(),
                        new Directory.Resolution.ExpansionFailed(),
                        new Directory.Resolution.Elsewhere(),
                        new Directory.Resolution.NotKnownNow());
        for (int i = 0; i < all.size(); i++) {
            String address = "to" + i + "@example.test";
            accounts.with(address, all.get(i));
            assertEquals(all.get(i), resolve(address));
        }
        accounts.with("postmaster@there.test", new Directory.Resolution.Elsewhere());
        assertFalse(directory().isOurs("there.test"), "its own mail comes from there");
        accounts.disable("alice@example.test");
        assertEquals(new Directory.Resolution.Disabled(), resolve("alice@example.test"));
    }

    @Test
    void roomOfAMailboxIsTold() throws IOException {
        accounts.full("alice@example.test", 0, 9);
        assertEquals(
                new Directory.Resolution.Local(
                        ALICE, new Directory.Room(OptionalLong.of(0), OptionalLong.of(9))),
                resolve("alice@example.test"));
    }

    private static Directory.Resolution.Local local(String account) {
        return new Directory.Resolution.Local(account, Directory.Room.ANY);
    }

    @Test
    void rightPasswordSignsIn() throws IOException {
        assertEquals(
                new Directory.AuthenticationResult.Granted(ALICE_NOW, Optional.empty(), ""),
                directory()
                        .signIn(
                                TestSignIns.password(
                                        "ALICE@example.test", "wonderland", "smtp", "192.0.2.1")));
        assertEquals(
                new Directory.AuthenticationResult.Refused(new SignInRefusal.BadCredentials()),
                directory()
                        .signIn(
                                TestSignIns.password(
                                        "alice@example.test", "Wonderland", "smtp", "192.0.2.1")));
        assertEquals(
                new Directory.AuthenticationResult.Refused(new SignInRefusal.BadCredentials()),
                directory().signIn(TestSignIns.password("no address", "x", "smtp", "192.0.2.1")));
        accounts.disable("alice@example.test");
        assertEquals(
                new Directory.AuthenticationResult.Refused(new SignInRefusal.AccountDisabled()),
                directory()
                        .signIn(
                                TestSignIns.password(
                                        "alice@example.test", "wonderland", "smtp", "192.0.2.1")));
    }

    @Test
    void everyRefusalComesAsItIs() throws IOException {
        for (SignInRefusal why :
                List.of(
                        new SignInRefusal.TokenExpired(),
                        new SignInRefusal.DirectoryAway(),
                        new SignInRefusal.SwitchedOff("SMTP", ""),
                        new SignInRefusal.AppPasswordNeeded(
                                "https://mail.example.test/app-passwords"),
                        new SignInRefusal.TransitionNeeded(),
                        new SignInRefusal.TryLater(),
                        new SignInRefusal.TokenRefused("no key of the issuer has signed it"))) {
            String token =
                    switch (why) {
                        case SignInRefusal.TokenExpired _ -> "expired";
                        case SignInRefusal.DirectoryAway _ -> "away";
                        case SignInRefusal.SwitchedOff _ -> "off";
                        case SignInRefusal.AppPasswordNeeded _ -> "second-factor";
                        case SignInRefusal.TransitionNeeded _ -> "transition";
                        case SignInRefusal.TryLater _ -> "later";
                        default -> "forged";
                    };
            SignInAttempt attempt =
                    new SignInAttempt(
                            new Credential.BearerToken("alice@example.test", token),
                            SignInProtocol.SMTP,
                            "OAUTHBEARER",
                            new SignInAttempt.Client("192.0.2.1", "laptop"));
            assertEquals(
                    new Directory.AuthenticationResult.Refused(why), directory().signIn(attempt));
        }
        assertEquals(TestSignIns.CHALLENGE, directory().beginScram("anybody"));
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
                directory()
                        .signIn(
                                TestSignIns.password(
                                        "alice@example.test", "another", "smtp", "192.0.2.1"));
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
        assertThrows(
                IOException.class,
                () ->
                        directory()
                                .signIn(
                                        TestSignIns.password(
                                                "a@b.test", "x", "smtp", "192.0.2.1")));
        assertThrows(IOException.class, () -> rights("alice@example.test"));
        assertThrows(IOException.class, () -> directory().isOurs("example.test"));
    }

    private Directory.Resolution resolve(String address) throws IOException {
        return directory()
                .resolve(
                        ForwardPath.parse(address).orElseThrow(),
                        ReversePath.NULL,
                        Optional.empty());
    }

    private Directory.SendRights rights(String... addresses) throws IOException {
        return directory().maySendAs(ALICE_NOW, List.of(addresses));
    }
}
