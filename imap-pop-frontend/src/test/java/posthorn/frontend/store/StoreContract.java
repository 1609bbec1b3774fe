package posthorn.frontend.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import posthorn.frontend.store.StoreCommand.FlagMode;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.runtime.signin.TestSignIns;

/**
 * What mail sessions rely on, whoever implements the port: played on the accounts in memory and on
 * those behind {@code mailbox-api}. Each test has an account of its own.
 */
public interface StoreContract {
    /** Of every account. */
    String PASSWORD = "secret word";

    /** A message of 66 octets. */
    String MESSAGE = "From: bob@example.org\r\nSubject: A walk in the park\r\n\r\nHello Alice\r\n";

    /** The implementation. */
    Accounts accounts();

    /** Makes an account with {@link #PASSWORD}; its address. */
    String newAccount();

    /** Ends its sessions and lets nobody in any more. */
    void disable(String address);

    /** A session of that account. */
    default AccountSession signIn(String address) {
        var answer =
                accounts().signIn(TestSignIns.password(address, PASSWORD, "imap", "192.0.2.1"));
        return assertInstanceOf(AuthenticationResult.Accepted.class, answer).account();
    }

    /** Number of a mailbox by its name. */
    static long mailbox(AccountSession view, String name) {
        return head(view, name).mailbox();
    }

    private static MailboxHead head(AccountSession view, String name) {
        return view.list().mailboxes().stream()
                .filter(head -> head.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static List<String> names(AccountSession view) {
        return view.list().mailboxes().stream().map(MailboxHead::name).sorted().toList();
    }

    private static OpenMailbox open(AccountSession view, String name, Runnable changed) {
        return Objects.requireNonNull(view.open(mailbox(view, name), changed));
    }

    private static StoreResult.Done done(StoreResult outcome) {
        return assertInstanceOf(StoreResult.Done.class, outcome, outcome::toString);
    }

    private static StoreResult.Reason refusal(StoreResult outcome) {
        return assertInstanceOf(StoreResult.Refused.class, outcome, outcome::toString).reason();
    }

    /** Appends a message to a mailbox; its UID. */
    static long append(AccountSession view, String mailbox, String text, String... flags) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        AppendedMessage message =
                new AppendedMessage(mailbox, List.of(flags), 1_000_000_000_000L, octets.length);
        try (MessageAppend appending = view.append(message)) {
            appending.write(octets, 0, octets.length / 2);
            appending.write(octets, octets.length / 2, octets.length - octets.length / 2);
            return done(appending.finish()).uids().first(0);
        }
    }

    private static StoreResult.Done stored(
            AccountSession view,
            UidSet uids,
            FlagMode mode,
            OptionalLong unchangedSince,
            String... flags) {
        return done(
                view.execute(
                        new StoreCommand.StoreFlags(
                                mailbox(view, "INBOX"),
                                uids,
                                mode,
                                List.of(flags),
                                unchangedSince)));
    }

    private static List<String> flags(MessageIndex index, long uid) {
        long bits = index.flags(index.position(uid));
        List<String> flags = new ArrayList<>();
        for (int bit = 0; bit < index.names().names().size(); bit++) {
            if ((bits >>> bit & 1) == 1) {
                flags.add(index.names().names().get(bit));
            }
        }
        return flags;
    }

    private static String read(BodyReader body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (body) {
            for (byte[] piece = body.next(); piece != null; piece = body.next()) {
                assertTrue(piece.length > 0);
                out.writeBytes(piece);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    default void onlyTheRightPasswordOpens() {
        String address = newAccount();
        assertEquals(
                new AuthenticationResult.Refused(new SignInRefusal.BadCredentials()),
                accounts().signIn(TestSignIns.password(address, "wrong", "imap", "192.0.2.2")));
        try (AccountSession view = signIn(address)) {
            assertEquals(address, view.address());
        }
    }

    @Test
    default void aNewAccountHasItsMailboxes() {
        try (AccountSession view = signIn(newAccount())) {
            assertEquals(
                    List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"), names(view));
            assertEquals("Drafts", head(view, "Drafts").specialUse());
            assertEquals(
                    List.of("Archive", "Drafts", "Junk", "Sent", "Trash"),
                    view.list().subscriptions().stream()
                            .filter(name -> !name.equals("INBOX"))
                            .sorted()
                            .toList());
            assertEquals(0, head(view, "INBOX").messages());
        }
    }

    @Test
    default void mailboxesComeMoveAndGo() {
        try (AccountSession view = signIn(newAccount())) {
            StoreResult.Done made =
                    done(view.execute(new StoreCommand.CreateMailbox("Work/2026/Grüße", "")));
            assertEquals(made.mailbox(), mailbox(view, "Work/2026/Grüße"));
            assertTrue(names(view).containsAll(List.of("Work", "Work/2026")));
            assertEquals(
                    StoreResult.Reason.MAILBOX_EXISTS,
                    refusal(view.execute(new StoreCommand.CreateMailbox("Work", ""))));
            done(view.execute(new StoreCommand.RenameMailbox("Work", "Play")));
            assertEquals(made.mailbox(), mailbox(view, "Play/2026/Grüße"));
            done(view.execute(new StoreCommand.DeleteMailbox("Play/2026")));
            assertFalse(names(view).contains("Play/2026"));
            assertTrue(names(view).contains("Play/2026/Grüße"));
            assertEquals(
                    StoreResult.Reason.NO_SUCH_MAILBOX,
                    refusal(view.execute(new StoreCommand.DeleteMailbox("Nowhere"))));
            assertEquals(
                    StoreResult.Reason.NOT_ALLOWED,
                    refusal(view.execute(new StoreCommand.DeleteMailbox("INBOX"))));
            done(view.execute(new StoreCommand.Subscribe("Nowhere", true)));
            assertTrue(view.list().subscriptions().contains("Nowhere"));
            done(view.execute(new StoreCommand.Subscribe("Nowhere", false)));
            assertFalse(view.list().subscriptions().contains("Nowhere"));
        }
    }

    @Test
    default void anAppendedMessageIsThereWhenTheCallReturns() {
        try (AccountSession view = signIn(newAccount());
                OpenMailbox inbox = open(view, "INBOX", () -> {})) {
            long uid = append(view, "INBOX", MESSAGE, "\\Seen", "$Label1");
            MessageIndex index = inbox.current();
            assertEquals(1, index.size());
            assertEquals(uid, index.uid(0));
            assertEquals(MESSAGE.length(), index.octets(0));
            assertEquals(1_000_000_000_000L, index.internalDate(0));
            assertEquals(List.of("\\Seen", "$Label1"), flags(index, uid));
            assertTrue(index.uidNext() > uid);
            assertTrue(index.highestModSeq() >= index.modSeq(0));
            assertEquals(1, head(view, "INBOX").messages());
            assertEquals(0, head(view, "INBOX").unseen());
            assertEquals(MESSAGE, read(view.body(index.mailbox(), uid, "", 0, 0)));
        }
    }

    @Test
    default void whatOneSessionDoesIsPushedToAnother() {
        String address = newAccount();
        try (AccountSession one = signIn(address);
                AccountSession other = signIn(address)) {
            AtomicInteger told = new AtomicInteger();
            OpenMailbox seen = open(other, "INBOX", told::incrementAndGet);
            long first = append(one, "INBOX", MESSAGE);
            long second = append(one, "INBOX", MESSAGE);
            await().untilAsserted(() -> assertEquals(2, seen.current().size()));
            assertTrue(told.get() >= 1);
            stored(one, UidSet.of(first), FlagMode.ADD, OptionalLong.empty(), "\\Deleted", "$Two");
            await().untilAsserted(() ->
                    assertEquals(List.of("\\Deleted", "$Two"), flags(seen.current(), first)));
            done(one.execute(new StoreCommand.Expunge(mailbox(one, "INBOX"), UidSet.EMPTY)));
            await().untilAsserted(() -> assertEquals(UidSet.of(second), seen.current().uids()));
        }
    }

    @Test
    default void flagsAreReplacedAddedAndRemovedUnlessTheyHaveChanged() {
        try (AccountSession view = signIn(newAccount());
                OpenMailbox inbox = open(view, "INBOX", () -> {})) {
            long first = append(view, "INBOX", MESSAGE, "\\Flagged");
            long second = append(view, "INBOX", MESSAGE);
            UidSet both = UidSet.range(first, second);
            OptionalLong always = OptionalLong.empty();
            StoreResult.Done added = stored(view, both, FlagMode.ADD, always, "\\Seen", "work");
            assertEquals(both, added.affected());
            assertEquals(List.of("\\Flagged", "\\Seen", "work"), flags(inbox.current(), first));
            assertEquals(added.modSeq(), inbox.current().modSeq(0));
            stored(view, UidSet.of(first), FlagMode.REMOVE, always, "\\Seen");
            assertEquals(List.of("\\Flagged", "work"), flags(inbox.current(), first));
            StoreResult.Done conditional =
                    stored(
                            view,
                            both,
                            FlagMode.REPLACE,
                            OptionalLong.of(added.modSeq()),
                            "\\Answered");
            assertEquals(UidSet.of(first), conditional.modified());
            assertEquals(UidSet.of(second), conditional.affected());
            assertEquals(List.of("\\Answered"), flags(inbox.current(), second));
        }
    }

    @Test
    default void copiesAndMovesTellTheUids() {
        try (AccountSession view = signIn(newAccount());
                OpenMailbox inbox = open(view, "INBOX", () -> {});
                OpenMailbox trash = open(view, "Trash", () -> {})) {
            long first = append(view, "INBOX", MESSAGE, "\\Seen", "$Label1");
            long second = append(view, "INBOX", MESSAGE);
            long inboxId = inbox.current().mailbox();
            StoreResult.Done copied =
                    done(
                            view.execute(
                                    new StoreCommand.CopyMessages(
                                            inboxId, UidSet.of(first), "Trash", false)));
            assertEquals(UidSet.of(first), copied.fromUids());
            assertEquals(trash.current().uids(), copied.uids());
            assertEquals(trash.current().uidValidity(), copied.uidValidity());
            assertEquals(
                    List.of("\\Seen", "$Label1"), flags(trash.current(), copied.uids().first(0)));
            StoreResult.Done moved =
                    done(
                            view.execute(
                                    new StoreCommand.CopyMessages(
                                            inboxId, UidSet.of(second), "Trash", true)));
            assertEquals(UidSet.of(first), inbox.current().uids());
            assertEquals(2, trash.current().size());
            assertEquals(
                    MESSAGE,
                    read(view.body(trash.current().mailbox(), moved.uids().first(0), "", 0, 0)));
            assertEquals(
                    StoreResult.Reason.NO_SUCH_MAILBOX,
                    refusal(
                            view.execute(
                                    new StoreCommand.CopyMessages(
                                            inboxId, UidSet.of(first), "Nowhere", false))));
        }
    }

    @Test
    default void factsAndRangesOfAMessageCanBeHad() {
        try (AccountSession view = signIn(newAccount())) {
            long first = append(view, "INBOX", MESSAGE);
            long second = append(view, "INBOX", MESSAGE);
            long inbox = mailbox(view, "INBOX");
            List<MessageFacts> facts = new ArrayList<>();
            view.facts(inbox, UidSet.range(1, second + 10), facts::add);
            assertEquals(List.of(first, second), facts.stream().map(MessageFacts::uid).toList());
            assertEquals(MESSAGE.length(), facts.get(0).octets());
            assertEquals("A walk in the park", facts.get(0).structure().envelope().subject());
            String body = facts.get(1).body();
            assertEquals(MESSAGE.substring(6, 21), read(view.body(inbox, second, body, 6, 15)));
            assertEquals(MESSAGE.substring(22), read(view.body(inbox, second, body, 22, 0)));
            BodyReader gone = view.body(inbox, second + 1, "", 0, 0);
            assertThrows(BodyReader.MessageGoneException.class, gone::next);
        }
    }

    @Test
    default void aLargeMessageGoesInAndComesOutAsItIs() {
        String text = "Subject: large\r\n\r\n" + "0123456789abcdef\r\n".repeat(60_000);
        try (AccountSession view = signIn(newAccount())) {
            long uid = append(view, "INBOX", text);
            assertEquals(text, read(view.body(mailbox(view, "INBOX"), uid, "", 0, 0)));
        }
    }

    @Test
    default void recentIsTakenOnce() {
        try (AccountSession view = signIn(newAccount())) {
            long uid = append(view, "INBOX", MESSAGE);
            StoreCommand take = new StoreCommand.TakeRecent(mailbox(view, "INBOX"));
            assertEquals(uid, done(view.execute(take)).recentFrom());
            assertEquals(0, done(view.execute(take)).recentFrom());
        }
    }

    @Test
    default void aMaildropIsLockedForOneAndEmptiedWhole() {
        try (AccountSession view = signIn(newAccount());
                OpenMailbox inbox = open(view, "INBOX", () -> {})) {
            long first = append(view, "INBOX", MESSAGE);
            long second = append(view, "INBOX", MESSAGE);
            done(view.execute(new StoreCommand.LockMaildrop("one")));
            done(view.execute(new StoreCommand.LockMaildrop("one")));
            assertEquals(
                    StoreResult.Reason.IN_USE,
                    refusal(view.execute(new StoreCommand.LockMaildrop("other"))));
            assertEquals(
                    StoreResult.Reason.NOT_LOCKED,
                    refusal(
                            view.execute(
                                    new StoreCommand.EmptyMaildrop("other", UidSet.of(first)))));
            assertEquals(2, inbox.current().size());
            done(view.execute(new StoreCommand.EmptyMaildrop("one", UidSet.of(first))));
            assertEquals(UidSet.of(second), inbox.current().uids());
            done(view.execute(new StoreCommand.LockMaildrop("other")));
            done(view.execute(new StoreCommand.UnlockMaildrop("other")));
        }
    }

    @Test
    default void aDeletedMailboxIsGoneForWhoHasItOpen() {
        String address = newAccount();
        try (AccountSession one = signIn(address);
                AccountSession other = signIn(address)) {
            done(one.execute(new StoreCommand.CreateMailbox("Short", "")));
            OpenMailbox open = open(other, "Short", () -> {});
            done(one.execute(new StoreCommand.DeleteMailbox("Short")));
            await().until(open::gone);
        }
    }

    @Test
    default void aDisabledAccountEndsItsSessionsAndLetsNobodyIn() {
        String address = newAccount();
        try (AccountSession view = signIn(address)) {
            AtomicInteger closed = new AtomicInteger();
            view.onClosed(closed::incrementAndGet);
            disable(address);
            await().untilAsserted(() -> assertEquals(1, closed.get()));
        }
        assertEquals(
                new AuthenticationResult.Refused(new SignInRefusal.AccountDisabled()),
                accounts().signIn(TestSignIns.password(address, PASSWORD, "imap", "192.0.2.1")));
    }
}
