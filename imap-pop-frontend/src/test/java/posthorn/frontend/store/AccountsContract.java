package posthorn.frontend.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.BodyReader.MessageGoneException;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.runtime.signin.TestSignIns;

/**
 * What sessions rely on, whatever is behind the port. An implementation of the port has a test that
 * implements this: one account, {@code alice@example.test}, with an empty INBOX.
 */
public interface AccountsContract {

    byte[] MESSAGE = "Subject: x\r\n\r\n0123456789".getBytes(StandardCharsets.US_ASCII);

    /** The implementation. */
    Accounts accounts();

    /** Password of the account. */
    String password();

    private AccountSession signIn() {
        AuthenticationResult answer =
                accounts()
                        .signIn(
                                TestSignIns.password(
                                        "alice@example.test", password(), "imap", "192.0.2.1"));
        return assertInstanceOf(AuthenticationResult.Accepted.class, answer).account();
    }

    private static long inbox(AccountSession view) {
        return view.list().mailboxes().stream()
                .filter(head -> head.name().equals("INBOX"))
                .findAny()
                .orElseThrow()
                .mailbox();
    }

    private static OpenMailbox open(AccountSession view, Runnable changed) {
        return Objects.requireNonNull(view.open(inbox(view), changed));
    }

    private static void append(AccountSession view, byte[] message) {
        try (MessageAppend appending =
                view.append(new AppendedMessage("INBOX", List.of(), 0, message.length))) {
            appending.write(message, 0, 5);
            appending.write(message, 5, message.length - 5);
            assertInstanceOf(StoreResult.Done.class, appending.finish());
        }
    }

    private static byte[] read(BodyReader reader) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (byte[] piece = reader.next(); piece != null; piece = reader.next()) {
            assertTrue(piece.length > 0);
            octets.writeBytes(piece);
        }
        reader.close();
        return octets.toByteArray();
    }

    @Test
    default void aWrongPasswordOpensNothing() {
        AuthenticationResult answer =
                accounts()
                        .signIn(
                                TestSignIns.password(
                                        "alice@example.test", "wrong", "imap", "192.0.2.1"));
        assertEquals(new AuthenticationResult.Refused(new SignInRefusal.BadCredentials()), answer);
    }

    @Test
    default void whoAppendsSeesTheMessageAtOnce() {
        try (AccountSession view = signIn();
                OpenMailbox open = open(view, () -> {})) {
            assertEquals(0, open.current().size());
            append(view, MESSAGE);
            assertEquals(1, open.current().size());
            assertEquals(MESSAGE.length, open.current().octets(0));
            assertEquals(open.current().uid(0) + 1, open.current().uidNext());
        }
    }

    @Test
    default void othersAreTold() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        try (AccountSession view = signIn();
                AccountSession other = signIn();
                OpenMailbox open = open(other, told::countDown)) {
            append(view, MESSAGE);
            assertTrue(told.await(20, TimeUnit.SECONDS));
            assertEquals(1, open.current().size());
        }
    }

    @Test
    default void flagsAndExpungesShowAtOnceAndOldIndexesStayAsTheyWere() {
        try (AccountSession view = signIn();
                OpenMailbox open = open(view, () -> {})) {
            append(view, MESSAGE);
            append(view, MESSAGE);
            MessageIndex before = open.current();
            UidSet first = UidSet.of(before.uid(0));
            view.execute(
                    new StoreCommand.StoreFlags(
                            before.mailbox(),
                            first,
                            StoreCommand.FlagMode.REPLACE,
                            List.of("\\Deleted", "$Work"),
                            OptionalLong.empty()));
            MessageIndex flagged = open.current();
            assertEquals(flagged.names().bits(List.of("$Work", "\\Deleted")), flagged.flags(0));
            assertTrue(flagged.modSeq(0) > before.modSeq(0));
            assertTrue(flagged.highestModSeq() >= flagged.modSeq(0));
            view.execute(new StoreCommand.Expunge(before.mailbox(), first));
            assertEquals(1, open.current().size());
            assertEquals(before.uid(1), open.current().uid(0));
            assertEquals(2, before.size());
            assertEquals(0, before.flags(0));
            assertFalse(open.gone());
        }
    }

    @Test
    default void bodiesAreReadInRanges() {
        try (AccountSession view = signIn();
                OpenMailbox open = open(view, () -> {})) {
            append(view, MESSAGE);
            long uid = open.current().uid(0);
            long mailbox = open.current().mailbox();
            assertArrayEquals(MESSAGE, read(view.body(mailbox, uid, "", 0, 0)));
            BodyReader range = view.body(mailbox, uid, "", 14, 3);
            BodyReader rest = view.body(mailbox, uid, "", 20, 0);
            assertEquals("678", new String(read(rest), 0, 3, StandardCharsets.US_ASCII));
            assertEquals("012", new String(read(range), StandardCharsets.US_ASCII));
        }
    }

    @Test
    default void bodiesAreReadTogether() {
        byte[] large = new byte[AccountSession.SMALL + 1];
        Arrays.fill(large, (byte) 'x');
        try (AccountSession view = signIn();
                OpenMailbox open = open(view, () -> {})) {
            append(view, MESSAGE);
            append(view, large);
            long uid = open.current().uid(0);
            List<BodyReader> readers =
                    view.bodies(
                            open.current().mailbox(),
                            List.of(
                                    new BodyRange(uid, "", 0, 14, 3),
                                    new BodyRange(4_000_000_000L, "", 0, 0, 0),
                                    new BodyRange(open.current().uid(1), "", 0, 0, 0),
                                    new BodyRange(uid, "", 0, 0, 0)));
            assertArrayEquals(MESSAGE, read(readers.get(3)));
            assertArrayEquals(large, read(readers.get(2)));
            assertThrows(MessageGoneException.class, readers.get(1)::next);
            assertEquals("012", new String(read(readers.get(0)), StandardCharsets.US_ASCII));
        }
    }

    @Test
    default void whatIsGoneIsSaidToBe() {
        try (AccountSession view = signIn()) {
            BodyReader reader = view.body(inbox(view), 4_000_000_000L, "", 0, 0);
            assertThrows(MessageGoneException.class, reader::next);
            assertNull(view.open(4_000_000_000L, () -> {}));
        }
    }
}
